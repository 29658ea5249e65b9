package dev.perennial.agent.evidence.heapdump;

import dev.perennial.agent.evidence.heapdump.HolderSearch.Held;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Examines a heap dump, in a process of its own: what keeps the heap, what keeps class loaders, who
 * holds the objects of some classes. If memory or time do not suffice for one, the others are told.
 */
public final class Examination {
  /** Between the parts of an object that is sought, on the command line. */
  private static final String PART = "=";

  private Examination() {}

  /** How names are told and which of them tell nothing; the caller's. */
  public record Words(Predicate<String> isCarrier, UnaryOperator<String> source) {}

  /**
   * Examines a dump and prints {@link Findings}, each as soon as it is known.
   *
   * @param arguments the dump; how many seconds it may take; then {@link #sought}
   * @return 0, or 1 if it took longer
   */
  public static int run(String[] arguments, Words words, PrintStream out)
      throws InterruptedException {
    long seconds = Long.parseLong(arguments[1]);
    // Whoever has started this may be gone by then: a daemon ends with this thread.
    Thread work = new Thread(() -> examine(arguments, words, seconds, out), "examination");
    work.setDaemon(true);
    work.start();
    work.join(TimeUnit.SECONDS.toMillis(seconds));
    return work.isAlive() ? 1 : 0;
  }

  private static void examine(String[] arguments, Words words, long seconds, PrintStream out) {
    giveWay();
    List<Held> held = new ArrayList<>();
    for (int i = 2; i < arguments.length; i++) {
      held.add(parsed(arguments[i]));
    }
    long began = System.nanoTime();
    long most = TimeUnit.SECONDS.toNanos(seconds);
    Path dump = Path.of(arguments[0]);
    print(
        tried(
            "what keeps the heap",
            () -> kept(dump, words, () -> System.nanoTime() - began > most / 2)),
        out);
    print(
        tried(
            "who holds what",
            () ->
                new Findings(
                    List.of(),
                    List.of(),
                    HolderSearch.of(
                        dump,
                        held,
                        words.isCarrier(),
                        words.source(),
                        () -> System.nanoTime() - began > most * 9 / 10),
                    List.of())),
        out);
  }

  /** Returns objects whose holders are sought, as an argument. */
  public static String sought(Held held) {
    return (held.outsideHeap() ? "outside" : "heap") + PART + held.bytes() + PART + held.name();
  }

  private static Held parsed(String argument) {
    String[] parts = argument.split(PART, 3);
    return new Held(parts[2], Long.parseLong(parts[1]), parts[0].equals("outside"));
  }

  private interface Part {
    Findings find() throws IOException;
  }

  private static Findings tried(String what, Part part) {
    try {
      return part.find();
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      return new Findings(
          List.of(), List.of(), Map.of(), List.of(what + " (" + e.getMessage() + ")"));
    }
  }

  private static void print(Findings findings, PrintStream out) {
    StringBuilder text = new StringBuilder();
    findings.lines().forEach(line -> text.append(line).append('\n'));
    out.writeBytes(text.toString().getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private static Findings kept(Path dump, Words words, BooleanSupplier enough) throws IOException {
    try (FileChannel channel = FileChannel.open(dump, StandardOpenOption.READ)) {
      DumpFile file = new DumpFile(channel, enough);
      TypeTable types = TypeTable.read(file, words.source());
      Map<Long, Told> loaded = new LinkedHashMap<>();
      Heap heap =
          HeapReader.read(
              file,
              types,
              type -> {
                if (type.loader() != 0 && !types.name(type.id()).endsWith("[]")) {
                  Told told = new Told(types.name(type.id()), "");
                  loaded.merge(type.loader(), told, Told::and);
                }
              });
      Map<Integer, String> loaders = new LinkedHashMap<>();
      loaded.forEach(
          (id, type) -> {
            if (heap.number(id) > 0) {
              int loader = heap.number(id);
              loaders.put(loader, type.of(heap.type(loader)));
            }
          });
      return new Findings(
          Culprits.of(heap, Dominators.of(heap.links()), words.isCarrier()),
          KeptLoaders.of(heap, loaders, words.isCarrier()),
          Map.of(),
          List.of());
    }
  }

  /**
   * Which class tells whose a loader is: containers put a class of theirs beside an application's.
   *
   * @param other the first of another vendor; empty if there is none
   */
  private record Told(String first, String other) {
    Told and(Told next) {
      return other.isEmpty() && !vendor(next.first).equals(vendor(first))
          ? new Told(first, next.first)
          : this;
    }

    String of(String loaderType) {
      return !other.isEmpty() && vendor(first).equals(vendor(loaderType)) ? other : first;
    }

    /** Returns the first two parts of a class's name. */
    private static String vendor(String type) {
      int second = type.indexOf('.', type.indexOf('.') + 1);
      return second < 0 ? type : type.substring(0, second);
    }
  }

  /** Where memory gets scarce, the kernel is to end this process, and not the server. */
  private static void giveWay() {
    try {
      Files.write(Path.of("/proc/self/oom_score_adj"), "1000".getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      // Not Linux: nobody ends anything there.
      return;
    }
  }
}
