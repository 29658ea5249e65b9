package dev.perennial.agent.evidence;

import dev.perennial.agent.evidence.heapdump.Examination;
import dev.perennial.agent.evidence.heapdump.Findings;
import dev.perennial.agent.evidence.heapdump.HolderSearch.Held;
import dev.perennial.agent.sensor.ContainerMemory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Has a heap dump examined by a process of its own: with a heap of its own, which is bounded, one
 * processor, at a low priority, and for a bounded time. It takes half of the memory that is free,
 * at most, and is the first to be ended where memory gets scarce.
 */
final class Examiner {
  private static final long LEAST_BYTES = 96L << 20;

  /** Of a dump of many small objects the graph takes about as much again. */
  private static final int DUMPS = 3;

  /** All else might be options of Java, or a secret. */
  private static final Set<String> ENVIRONMENT =
      Set.of("PATH", "LD_LIBRARY_PATH", "LANG", "LC_ALL", "TZ", "TMPDIR");

  private static final int MOST_PROBLEMS = 5;

  private final List<String> arguments;
  private final Path folder;

  /**
   * @param arguments of a JVM that runs {@link HeapExamination}; empty if there is none
   * @param folder for what it says, its owner's only
   */
  Examiner(List<String> arguments, Path folder) {
    this.arguments = arguments;
    this.folder = folder;
  }

  /** Returns why there can be none, in words; empty if there can. */
  String obstacle(long dumpBytes) {
    if (arguments.isEmpty()) {
      return "what keeps the heap (there is no process to examine it)";
    }
    long free = ContainerMemory.freeBytes();
    return heapBytes(free, dumpBytes) < LEAST_BYTES
        ? "what keeps the heap (to examine it takes more memory than the " + free + " bytes free)"
        : "";
  }

  /** Returns how large the heap of that process may be. */
  static long heapBytes(long free, long dumpBytes) {
    return Math.min(free / 2, LEAST_BYTES + DUMPS * dumpBytes);
  }

  /**
   * Returns what it finds within the time; what goes wrong is among that.
   *
   * @param seconds at most
   */
  Findings examine(Path dump, List<Held> sought, long seconds)
      throws IOException, InterruptedException {
    Path answer = folder.resolve("examination");
    Process process = null;
    try {
      process =
          start(
              command(
                  heapBytes(ContainerMemory.freeBytes(), Files.size(dump)), dump, sought, seconds),
              answer);
      if (!process.waitFor(Math.max(1, seconds), TimeUnit.SECONDS)) {
        return read(answer).withProblem("what keeps the heap (it took longer than its time)");
      }
      return read(answer);
    } catch (IOException | OutOfMemoryError e) {
      return Findings.NONE.withProblem("what keeps the heap (" + e.getMessage() + ")");
    } finally {
      if (process != null) {
        process.destroyForcibly();
      }
      Files.deleteIfExists(answer);
    }
  }

  private static Process start(List<String> command, Path answer) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> environment = builder.environment();
    environment.keySet().retainAll(ENVIRONMENT);
    return builder.redirectErrorStream(true).redirectOutput(answer.toFile()).start();
  }

  private List<String> command(long heapBytes, Path dump, List<Held> sought, long seconds) {
    List<String> command = new ArrayList<>();
    Path nice = Path.of("/usr/bin/nice");
    if (Files.isExecutable(nice)) {
      command.addAll(List.of(nice.toString(), "-n", "5"));
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx" + heapBytes,
            "-Xss1m",
            "-XX:+UseSerialGC",
            "-XX:ActiveProcessorCount=1",
            "-XX:-UsePerfData",
            "-XX:-HeapDumpOnOutOfMemoryError",
            "-XX:ErrorFile=/dev/null"));
    command.addAll(arguments);
    command.add(dump.toAbsolutePath().toString());
    command.add(Long.toString(Math.max(1, seconds)));
    sought.forEach(held -> command.add(Examination.sought(held)));
    return command;
  }

  private static Findings read(Path answer) throws IOException {
    Findings all = Findings.parse(Files.readAllLines(answer, StandardCharsets.UTF_8));
    return new Findings(
        all.culprits(),
        all.loaders(),
        all.shares(),
        all.problems().subList(0, Math.min(MOST_PROBLEMS, all.problems().size())));
  }
}
