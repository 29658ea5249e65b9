package dev.perennial.bench.exam.recording;

import dev.perennial.testing.options.CommandLines;
import dev.perennial.testing.options.Count;
import dev.perennial.testing.options.JdkHome;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What is recorded, and how long. */
@Command(
    name = "record",
    customSynopsis =
        "src/bench/run --record [OPTION VALUE]...   records the agent's indicators of a real JVM,"
            + " each second%n",
    synopsisHeading = "",
    sortOptions = false,
    usageHelpWidth = 120)
final class RecordOptions {
  @Option(
      names = "--program",
      paramLabel = "NAME",
      description =
          "shop (our sample application), tomcat, compiler (javac), database (H2), cache, spiral")
  Program program = Program.SHOP;

  @Option(
      names = "--java",
      paramLabel = "HOME",
      converter = JdkHome.class,
      description = "JDK that it runs on (that of the bench)")
  Path java = Path.of(System.getProperty("java.home"));

  @Option(
      names = "--gc",
      paramLabel = "NAME",
      description = "Serial, Parallel, G1, Z or Shenandoah (${DEFAULT-VALUE})")
  String gc = "G1";

  @Option(
      names = "--fault",
      paramLabel = "KIND:RATE",
      converter = LeakReader.class,
      description =
          "heap, metaspace, direct, threads or files, in its unit a second (none; shop only)")
  @Nullable Leak leak;

  @Option(
      names = "--young",
      paramLabel = "S",
      converter = Count.class,
      description = "seconds before the fault is switched on (${DEFAULT-VALUE})")
  int youngSeconds = 45;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      converter = Count.class,
      description =
          "seconds that are recorded at most (${DEFAULT-VALUE}); ends when the resource is"
              + " exhausted")
  int seconds = 240;

  @Option(
      names = "--vm",
      paramLabel = "OPTIONS",
      description = "of the JVM, separated by blanks (${DEFAULT-VALUE})")
  String vm = "-Xmx128m";

  @Option(
      names = "--files",
      paramLabel = "N",
      converter = Count.class,
      description = "open files at most (the machine's limit)")
  int files;

  @Option(
      names = "--threads",
      paramLabel = "N",
      converter = Count.class,
      description = "threads at most, by ulimit (the machine's limit)")
  int threads;

  @Option(names = "--to", paramLabel = "FOLDER", description = "(src/bench/recordings)")
  Path to = Path.of(System.getProperty("bench.recordings", "."));

  @Option(names = "--help", usageHelp = true, description = "this text")
  boolean help;

  /**
   * What is made to leak.
   *
   * @param kind of resource
   * @param rate in its unit a second
   */
  record Leak(String kind, int rate) {}

  static RecordOptions read(List<String> args) {
    RecordOptions options = CommandLines.read(RecordOptions.class, args);
    if (options.leak != null && options.program != Program.SHOP) {
      throw new IllegalArgumentException("only the program shop can be made to leak");
    }
    return options;
  }

  /** Returns the options of the JVM, one by one. */
  List<String> vmOptions() {
    return List.of(vm.trim().split(" +"));
  }

  /** Returns such as "shop-jdk17-g1-heap-400". */
  String name(int jdk) {
    String own = program.ages() ? "aging" : "healthy";
    String fault = leak == null ? own : leak.kind() + "-" + leak.rate();
    return String.format("%s-jdk%d-%s-%s", program, jdk, gc, fault).toLowerCase(Locale.ROOT);
  }

  private static final class LeakReader implements ITypeConverter<Leak> {
    @Override
    public Leak convert(String value) {
      String[] parts = value.split(":", -1);
      if (parts.length != 2) {
        throw new TypeConversionException("'" + value + "' must be KIND:RATE");
      }
      return new Leak(parts[0], new Count().convert(parts[1]));
    }
  }
}
