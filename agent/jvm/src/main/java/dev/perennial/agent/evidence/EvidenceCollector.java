package dev.perennial.agent.evidence;

import dev.perennial.agent.evidence.heapdump.Findings;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.RuntimeMXBean;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Saves the evidence of a rejuvenation. Whatever goes wrong costs evidence only: nothing is thrown,
 * and the caller waits no longer than the limit. Thread-safe.
 */
public final class EvidenceCollector {
  private static final int MOST_ROWS = 20;

  /** To be parted first. */
  private static final int ALL = Integer.MAX_VALUE;

  /** What is read is the report, so the files before it leave so much of the size to it. */
  private static final long REPORT_PART = 3;

  private static final String RECORDING = "perennial";

  /** With no more than this in use a look at all objects is over in a moment. */
  private static final long EARLY_HEAP_BYTES = 256L << 20;

  private final EvidenceSettings settings;
  private final DiagnosticCommands commands;
  private final InstantSource clock;
  private final HeapDumps dumps;
  private final Supplier<String> classHistogram;
  private final Surroundings around;

  private volatile @Nullable Young young;

  /** The classes' sizes of when evidence was kept last. */
  private volatile ClassHistogram lastKept = ClassHistogram.empty();

  /** What is known of the young server. */
  private record Young(
      ClassHistogram classes,
      Groups threads,
      Groups files,
      Groups loaders,
      Groups applications,
      BufferPool buffers) {
    static final Young UNKNOWN =
        new Young(
            ClassHistogram.empty(),
            nothingKnown(),
            nothingKnown(),
            nothingKnown(),
            nothingKnown(),
            BufferPool.NONE);

    boolean hasClasses() {
      return !classes.sizes().isEmpty();
    }

    private static Groups nothingKnown() {
      return Groups.of(List.of());
    }
  }

  /** Makes a collector that has no histogram to compare with yet, and knows nothing around it. */
  public EvidenceCollector(
      EvidenceSettings settings, DiagnosticCommands commands, InstantSource clock) {
    this(settings, commands, clock, Surroundings.none());
  }

  /** Makes a collector that has no histogram to compare with yet. */
  public EvidenceCollector(
      EvidenceSettings settings,
      DiagnosticCommands commands,
      InstantSource clock,
      Surroundings around) {
    this(settings, commands, clock, around, () -> commands.run("gcClassHistogram"));
  }

  EvidenceCollector(
      EvidenceSettings settings,
      DiagnosticCommands commands,
      InstantSource clock,
      Surroundings around,
      Supplier<String> classHistogram) {
    this.around = around;
    this.classHistogram = classHistogram;
    this.settings = settings;
    this.commands = commands;
    this.clock = clock;
    this.dumps = new HeapDumps(settings, commands, around.examiner());
  }

  /**
   * Takes a first baseline of a server that has only just warmed up, so that a short life shows its
   * growth, too; {@link #takeBaseline} replaces it. The figures of threads, files, class loaders
   * and buffers come in milliseconds. Those of the classes stop the application for as long as the
   * live set is large: with a heap of 2 GiB, on two processors, mostly 0.1 to 0.2 s for 100 MB (at
   * worst 0.9 s), and for 1.2 GB from 1.2 s (G1) to 6 s (Parallel on Java 17). So they are taken
   * only while the heap in use is small. To leave the collection out is no way to save the time:
   * looking at 1.2 GB of objects alone took 0.3 to 5 s.
   *
   * @return whether the classes' sizes are known now
   */
  public synchronized boolean takeEarlyBaseline() {
    if (young != null) {
      return before().hasClasses();
    }
    ClassHistogram classes =
        usedBytes() <= EARLY_HEAP_BYTES ? classesNow() : ClassHistogram.empty();
    young = young(classes);
    return before().hasClasses();
  }

  /**
   * Saves evidence and removes it again, so that all is loaded that evidence needs: with the
   * metaspace exhausted nothing can be. Takes about a second and looks at no objects of the heap.
   * Throws nothing.
   *
   * @param aging how the server has aged so far
   */
  public void rehearse(Supplier<Aging> aging) {
    new Rehearsal(settings, commands, clock, around).run(aging);
  }

  private ClassHistogram classesNow() {
    try {
      return histogram(classHistogram.get());
    } catch (UnsupportedOperationException e) {
      // The evidence then says so itself.
      return ClassHistogram.empty();
    }
  }

  /**
   * Remembers the classes' sizes, threads and files as those of a young server; to be called some
   * minutes after the start. Stops the application for a full collection: garbage in the young
   * figures would hide as much of the growth, and which class has grown along with which.
   *
   * @return false if this JVM cannot tell them
   */
  public synchronized boolean takeBaseline() {
    try {
      ClassHistogram classes = histogram(classHistogram.get());
      young = young(classes);
      startRecording();
      return true;
    } catch (UnsupportedOperationException e) {
      return false;
    }
  }

  private Young young(ClassHistogram classes) {
    Map<String, Long> applications = new TreeMap<>();
    new LoadedClasses(around.loadedClasses().get())
        .applications()
        .rows()
        .forEach(row -> applications.merge(row.application(), row.loaders(), Long::sum));
    return new Young(
        classes, threads(), files(), loaders(), new Groups(applications), BufferPool.read());
  }

  private void startRecording() {
    if (settings.flightRecording()) {
      commands.run(
          "jfrStart",
          "name=" + RECORDING,
          "settings=default",
          "disk=true",
          "maxsize=" + settings.maxBytes());
    }
  }

  /**
   * Saves all there is.
   *
   * @param aging how the server has aged
   */
  public EvidenceResult collect(Aging aging) {
    FutureTask<EvidenceResult> task = new FutureTask<>(() -> save(aging));
    Thread thread = new Thread(task, "perennial-evidence");
    thread.setDaemon(true);
    try {
      thread.start();
      return task.get(settings.limit().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      task.cancel(true);
      return nothing("it took longer than " + settings.limit().toSeconds() + " s");
    } catch (ExecutionException e) {
      return nothing(String.valueOf(e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return nothing("interrupted");
    } catch (OutOfMemoryError e) {
      return nothing("no thread or memory left: " + e.getMessage());
    }
  }

  private static EvidenceResult nothing(String problem) {
    return new EvidenceResult(null, 0, List.of(), List.of(problem));
  }

  /**
   * Keeps evidence in case that this life is ended suddenly, in the place of what it has kept
   * before; see {@link KeptEvidence}. Takes well below a second.
   *
   * @param withClasses whether the application may be stopped to look at the classes' sizes; it is
   *     only while the heap is as small as for {@link #takeEarlyBaseline}
   */
  public EvidenceResult keep(Aging aging, boolean withClasses) {
    try {
      EvidenceFolder folder =
          EvidenceFolder.create(KeptEvidence.settings(settings), clock.instant());
      List<String> problems = new ArrayList<>();
      add(folder, problems, "summary.txt", () -> summary(aging.reason(), clock.instant()));
      add(folder, problems, "indicators.csv", aging::csv);
      if (withClasses && usedBytes() <= EARLY_HEAP_BYTES) {
        lastKept = again(this::classesNow);
      }
      saveReport(folder, aging, lastKept, Findings.NONE, problems);
      return folder.finish(problems);
    } catch (IOException | RuntimeException | VirtualMachineError | LinkageError e) {
      return nothing(String.valueOf(e.getMessage()));
    }
  }

  private static long usedBytes() {
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private EvidenceResult save(Aging aging) throws IOException {
    long began = System.nanoTime();
    Instant now = clock.instant();
    EvidenceFolder folder = EvidenceFolder.create(settings, now);
    List<String> problems = new ArrayList<>();
    long forReport = settings.maxBytes() / REPORT_PART;
    folder.allow(-forReport);
    // The costly ones last: they may take all the time there is.
    add(folder, problems, "summary.txt", () -> summary(aging.reason(), now));
    add(folder, problems, "indicators.csv", aging::csv);
    add(folder, problems, "threads.txt", () -> commands.run("threadPrint", "-l"));
    add(folder, problems, "native-memory.txt", () -> commands.run("vmNativeMemory", "summary"));
    List<ClassHistogram> aged = new ArrayList<>();
    add(
        folder,
        problems,
        "classes.txt",
        () -> {
          String text = classHistogram.get();
          aged.add(histogram(text));
          return text.lines()
              .limit(settings.classes() + 3L)
              .reduce(
                  new StringBuilder(), (b, l) -> b.append(l).append('\n'), StringBuilder::append)
              .toString();
        });
    folder.allow(forReport);
    ClassHistogram classes = aged.isEmpty() ? ClassHistogram.empty() : aged.get(0);
    Findings dump = dump(folder, aging, classes, began);
    problems.addAll(dump.problems());
    saveRecording(folder, problems);
    saveReport(folder, aging, classes, dump, problems);
    return folder.finish(problems);
  }

  private void saveReport(
      EvidenceFolder folder,
      Aging aging,
      ClassHistogram classes,
      Findings dump,
      List<String> problems) {
    try {
      Report report = again(() -> report(aging, clock.instant(), classes, dump, problems));
      add(folder, problems, "report.txt", () -> ReportText.render(report));
      add(folder, problems, "report.html", () -> ReportHtml.render(report));
    } catch (VirtualMachineError | LinkageError e) {
      // What has been written so far is evidence, too.
      problems.add("report (" + e.getMessage() + ")");
    }
  }

  /** Whoever is refused memory has made garbage until then: a second try may find room. */
  private static <T> T again(Supplier<T> source) {
    try {
      return source.get();
    } catch (OutOfMemoryError e) {
      return source.get();
    }
  }

  /** Half of the time may go by with it: the report has to be written, too. */
  private Findings dump(EvidenceFolder folder, Aging aging, ClassHistogram aged, long began) {
    if (settings.heapDump() == EvidenceSettings.HeapDump.NONE) {
      return Findings.NONE;
    }
    HeapDumps.Question question =
        new HeapDumps.Question(
            BufferPool.read(),
            aging.decisive().equals(Report.DIRECT_BUFFERS),
            aged,
            aged.since(before().classes()));
    try {
      return dumps.find(
          folder.draft(), usedBytes(), question, began + settings.limit().toNanos() / 2);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Findings.NONE.withProblem("heap dump (interrupted)");
    } catch (IOException | RuntimeException | VirtualMachineError | LinkageError e) {
      return Findings.NONE.withProblem("heap dump (" + e.getMessage() + ")");
    }
  }

  private void saveRecording(EvidenceFolder folder, List<String> problems) {
    if (!settings.flightRecording()) {
      return;
    }
    try {
      if (folder.draft().toFile().getUsableSpace() / 2 < settings.maxBytes()) {
        throw new UnsupportedOperationException("the disk is nearly full");
      }
      commands.run(
          "jfrDump",
          "name=" + RECORDING,
          "filename=" + folder.draft().resolve("flight.jfr").toAbsolutePath());
    } catch (RuntimeException e) {
      problems.add("flight recording (" + e.getMessage() + ")");
    }
  }

  private Young before() {
    Young known = young;
    return known == null ? Young.UNKNOWN : known;
  }

  private Report report(
      Aging aging, Instant now, ClassHistogram aged, Findings dump, List<String> problems) {
    Young before = before();
    LoadedClasses loaded = new LoadedClasses(around.loadedClasses().get());
    Set<String> own = loaded.own();
    Parted<Suspect> suspects = suspects(aged.since(before.classes()), dump, own);
    ClassHistogram grown = aged.since(before.classes()).without(own);
    Holders holders = Holders.of(dump.shares()).without(own);
    BufferPool buffers = BufferPool.read();
    Set<String> ownThreads = OwnParts.threads();
    Parted<Groups.Row> threads =
        Parted.of(threads().since(before.threads(), ALL), r -> ownThreads.contains(r.kind()));
    Parted<Groups.Row> loaders =
        Parted.of(loaders().since(before.loaders(), ALL), r -> OwnParts.isLoaderType(r.kind()));
    Applications applications = loaded.applications();
    Named named =
        new Named(
            dump,
            applications,
            before.applications(),
            loaded.owners(Named.asked(dump, suspects.others())),
            own(suspects.own(), dump, threads.own(), applications));
    return new Report(
        aging,
        now,
        young != null,
        before.hasClasses(),
        suspects.others(MOST_ROWS),
        holders,
        threads.others(MOST_ROWS),
        files().since(before.files(), MOST_ROWS),
        loaders.others(MOST_ROWS),
        BufferOwners.of(buffers, buffers.since(before.buffers()), holders, grown, threads.others()),
        named,
        around.creators()::of,
        List.copyOf(problems));
  }

  private List<List<String>> own(
      List<Suspect> classes, Findings dump, List<Groups.Row> threads, Applications applications) {
    List<List<String>> rows = OwnParts.rows(classes, dump.culprits(), threads, applications.rows());
    long passed = around.creators().notLookedAt();
    if (passed > 0) {
      rows.add(List.of("threads", "starts that were not looked at", Format.count(passed)));
    }
    return rows;
  }

  private static Parted<Suspect> suspects(ClassHistogram grown, Findings dump, Set<String> own) {
    // What is the agent's must not be charged with arrays of the application's.
    List<Suspect> ranked =
        new ArrayList<>(Suspects.rank(grown.without(own), Holders.of(dump.shares()), ALL));
    Parted<Suspect> parted = Parted.of(ranked, s -> own.contains(s.name()));
    List<Suspect> ours = new ArrayList<>(parted.own());
    ours.addAll(Suspects.rank(grown.only(own), Holders.UNKNOWN, ALL));
    return new Parted<>(parted.others(), ours);
  }

  private static Groups threads() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    return Groups.ofNames(
        Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
            .filter(Objects::nonNull)
            .map(ThreadInfo::getThreadName)
            .toList());
  }

  private static Groups files() {
    return new OpenFiles(Path.of("/proc/self")).read();
  }

  private Groups loaders() {
    try {
      return ClassLoaders.parse(commands.run("vmClassloaderStats"));
    } catch (UnsupportedOperationException e) {
      return Groups.of(List.of());
    }
  }

  private ClassHistogram histogram(String text) {
    return ClassHistogram.parse(text, settings.classes());
  }

  private static void add(
      EvidenceFolder folder, List<String> problems, String name, Supplier<String> source) {
    try {
      folder.write(name, again(source));
    } catch (IOException | RuntimeException | VirtualMachineError | LinkageError e) {
      // In a full heap or metaspace one text may find no room, and the next one may.
      problems.add(name + " (" + e.getMessage() + ")");
    }
  }

  private static String summary(String reason, Instant now) {
    RuntimeMXBean runtime = ManagementFactory.getRuntimeMXBean();
    StringBuilder text = new StringBuilder();
    text.append("time ").append(now).append('\n');
    text.append("reason ").append(reason).append('\n');
    text.append("pid ").append(runtime.getPid()).append('\n');
    text.append("java ").append(Runtime.version()).append('\n');
    text.append("uptime-seconds ").append(runtime.getUptime() / 1000).append('\n');
    text.append("threads ")
        .append(ManagementFactory.getThreadMXBean().getThreadCount())
        .append('\n');
    text.append("classes ")
        .append(ManagementFactory.getClassLoadingMXBean().getLoadedClassCount())
        .append('\n');
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      text.append("pool ").append(pool.getName()).append(": ").append(pool.getUsage()).append('\n');
    }
    for (GarbageCollectorMXBean gc : ManagementFactory.getGarbageCollectorMXBeans()) {
      text.append("collector ")
          .append(gc.getName())
          .append(": ")
          .append(gc.getCollectionCount())
          .append(" times, ")
          .append(gc.getCollectionTime())
          .append(" ms\n");
    }
    return text.toString();
  }
}
