package dev.perennial.bench.exam.recording;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is recorded, and how long.
 *
 * @param program that runs
 * @param java that it runs on
 * @param gc collector: Serial, Parallel, G1, Z or Shenandoah
 * @param fault kind that leaks, or null for none
 * @param rate of the fault, in its unit a second
 * @param youngSeconds before the fault is switched on
 * @param seconds that are recorded at most
 * @param vm further options of the JVM
 * @param files open at most, 0 for the machine's limit
 * @param threads at most by ulimit, 0 for the machine's limit
 * @param to folder
 */
record RecordOptions(
    Program program,
    Path java,
    String gc,
    @Nullable String fault,
    int rate,
    int youngSeconds,
    int seconds,
    List<String> vm,
    int files,
    int threads,
    Path to) {

  static final String HELP =
      """
      src/bench/run --record [OPTION VALUE]...   records the agent's indicators of a real JVM, each second

        --program NAME    shop (our sample application), tomcat, compiler (javac), database (H2)
        --java HOME       JDK that it runs on (that of the bench)
        --gc NAME         Serial, Parallel, G1, Z or Shenandoah (G1)
        --fault KIND:RATE heap, metaspace, direct, threads or files, in its unit a second (none; shop only)
        --young S         seconds before the fault is switched on (45)
        --seconds S       seconds that are recorded at most (240); ends when the resource is exhausted
        --vm OPTIONS      of the JVM, separated by blanks (-Xmx128m)
        --files N         open files at most (the machine's limit)
        --threads N       threads at most, by ulimit (the machine's limit)
        --to FOLDER       (src/bench/recordings)
      """;

  static RecordOptions read(List<String> args) {
    RecordOptions o =
        new RecordOptions(
            Program.SHOP,
            Path.of(System.getProperty("java.home")),
            "G1",
            null,
            0,
            45,
            240,
            List.of("-Xmx128m"),
            0,
            0,
            Path.of(System.getProperty("bench.recordings", ".")));
    for (int i = 0; i < args.size(); i += 2) {
      if (i + 1 == args.size()) {
        throw new IllegalArgumentException(args.get(i) + " needs a value, or is not known");
      }
      o = o.with(args.get(i), args.get(i + 1));
    }
    return o;
  }

  private RecordOptions with(String option, String v) {
    Program p = program;
    Path j = java;
    String g = gc;
    String f = fault;
    int r = rate;
    int young = youngSeconds;
    int s = seconds;
    List<String> options = vm;
    int fileLimit = files;
    int threadLimit = threads;
    Path folder = to;
    switch (option) {
      case "--program" -> p = Program.valueOf(v.toUpperCase(Locale.ROOT));
      case "--java" -> j = home(v);
      case "--gc" -> g = v;
      case "--fault" -> {
        String[] parts = v.split(":", -1);
        if (parts.length != 2) {
          throw new IllegalArgumentException("--fault (" + v + ") must be KIND:RATE");
        }
        f = parts[0];
        r = number(option, parts[1]);
      }
      case "--young" -> young = number(option, v);
      case "--seconds" -> s = number(option, v);
      case "--vm" -> options = List.of(v.trim().split(" +"));
      case "--files" -> fileLimit = number(option, v);
      case "--threads" -> threadLimit = number(option, v);
      case "--to" -> folder = Path.of(v);
      default -> throw new IllegalArgumentException("there is no option " + option);
    }
    if (f != null && p != Program.SHOP) {
      throw new IllegalArgumentException("only the program shop can be made to leak");
    }
    return new RecordOptions(p, j, g, f, r, young, s, options, fileLimit, threadLimit, folder);
  }

  /** Returns such as "shop-jdk17-g1-heap-400". */
  String name(int jdk) {
    return String.format(
            "%s-jdk%d-%s-%s", program, jdk, gc, fault == null ? "healthy" : fault + "-" + rate)
        .toLowerCase(Locale.ROOT);
  }

  private static Path home(String value) {
    Path home = Path.of(value);
    if (!Files.isExecutable(home.resolve("bin/java"))) {
      throw new IllegalArgumentException("--java (" + value + ") must be a JDK's folder");
    }
    return home;
  }

  private static int number(String name, String value) {
    if (!value.matches("[1-9][0-9]{0,6}")) {
      throw new IllegalArgumentException(name + " (" + value + ") must be a number above 0");
    }
    return Integer.parseInt(value);
  }
}
