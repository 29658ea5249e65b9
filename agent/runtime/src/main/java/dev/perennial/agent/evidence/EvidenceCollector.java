package dev.perennial.agent.evidence;

import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.RuntimeMXBean;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Saves the evidence of a rejuvenation. Whatever goes wrong costs evidence only: nothing is thrown,
 * and the caller waits no longer than the limit. Thread-safe.
 */
public final class EvidenceCollector {
  private final EvidenceSettings settings;
  private final DiagnosticCommands commands;
  private final InstantSource clock;
  private volatile @Nullable ClassHistogram young;

  /** Makes a collector that has no histogram to compare with yet. */
  public EvidenceCollector(
      EvidenceSettings settings, DiagnosticCommands commands, InstantSource clock) {
    this.settings = settings;
    this.commands = commands;
    this.clock = clock;
  }

  /**
   * Remembers the classes' sizes as those of a young server; to be called some minutes after the
   * start. Stops the application for a full collection.
   *
   * @return false if this JVM cannot tell them
   */
  public boolean takeBaseline() {
    try {
      young = histogram(commands.run("gcClassHistogram"));
      return true;
    } catch (UnsupportedOperationException e) {
      // The evidence then says so itself.
      return false;
    }
  }

  /**
   * Saves all there is.
   *
   * @param reason why the server is rejuvenated, in words
   * @param indicatorHistory the indicators over time, as text of comma-separated values
   */
  public EvidenceResult collect(String reason, String indicatorHistory) {
    FutureTask<EvidenceResult> task = new FutureTask<>(() -> save(reason, indicatorHistory));
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

  private EvidenceResult save(String reason, String indicatorHistory) throws IOException {
    Instant now = clock.instant();
    EvidenceFolder folder = EvidenceFolder.create(settings, now);
    List<String> problems = new ArrayList<>();
    // The costly ones last: they may take all the time there is.
    add(folder, problems, "summary.txt", () -> summary(reason, now));
    add(folder, problems, "indicators.csv", () -> indicatorHistory);
    add(folder, problems, "threads.txt", () -> commands.run("threadPrint", "-l"));
    add(folder, problems, "native-memory.txt", () -> commands.run("vmNativeMemory", "summary"));
    List<ClassHistogram> aged = new ArrayList<>();
    add(
        folder,
        problems,
        "classes.txt",
        () -> {
          String text = commands.run("gcClassHistogram");
          aged.add(histogram(text));
          return text.lines()
              .limit(settings.classes() + 3L)
              .reduce(
                  new StringBuilder(), (b, l) -> b.append(l).append('\n'), StringBuilder::append)
              .toString();
        });
    add(folder, problems, "classes-grown.txt", () -> growth(aged));
    return folder.finish(problems);
  }

  private String growth(List<ClassHistogram> aged) {
    ClassHistogram before = young;
    if (before == null || aged.isEmpty()) {
      throw new UnsupportedOperationException("there is no histogram of the young server");
    }
    return aged.get(0).growthSince(before);
  }

  private ClassHistogram histogram(String text) {
    return ClassHistogram.parse(text, settings.classes());
  }

  private static void add(
      EvidenceFolder folder, List<String> problems, String name, TextSource source) {
    try {
      folder.write(name, source.text());
    } catch (IOException | RuntimeException e) {
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

  /** Where the text of a file comes from. */
  private interface TextSource {
    String text();
  }
}
