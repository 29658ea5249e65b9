package dev.perennial.bench.matrix;

import dev.perennial.testing.options.Count;
import dev.perennial.testing.options.JdkHome;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What is tried. */
@Command(
    name = "bench --matrix",
    customSynopsis =
        "src/bench/run --matrix [OPTION VALUE]...   what becomes of servers that age, die or work hard%n",
    synopsisHeading = "",
    footer = {
      "",
      "Each row is a primary, a spare and light load. What depends little on the collector is tried"
          + " with few of them, on a second JDK with G1 and ZGC alone: 72 rows with two JDKs, an"
          + " hour and a half on two cores. What is to die meets an agent that judges in haste,"
          + " what is healthy one with the default hold time and youth. Progress goes to the"
          + " standard error stream, one Markdown table to the standard output. Exits with 1 if a"
          + " row is not as it should be; the files of its servers are then kept."
    },
    sortOptions = false,
    usageHelpWidth = 120)
final class MatrixOptions {
  @Option(
      names = "--java",
      paramLabel = "HOME,...",
      hideParamSyntax = true,
      split = ",",
      converter = JdkHome.class,
      description = "JDKs that the servers run on (that of the bench)")
  List<Path> javas = List.of(Path.of(System.getProperty("java.home")));

  @Option(
      names = "--collectors",
      paramLabel = "C,...",
      hideParamSyntax = true,
      split = ",",
      description = "Serial,Parallel,G1,Z,Shenandoah; what a JDK has not is left out (all)")
  List<String> collectors = List.of("Serial", "Parallel", "G1", "Z", "Shenandoah");

  @Option(
      names = "--only",
      paramLabel = "REGEX",
      description = "rows with this in their title, such as \"heap leak, G1, JDK 17, automatic\"")
  Pattern only = Pattern.compile("");

  @Option(
      names = "--clusters",
      paramLabel = "N",
      converter = Count.class,
      description = "at the same time (${DEFAULT-VALUE})")
  int clusters = 3;

  @Option(
      names = "--healthy",
      paramLabel = "S",
      converter = Count.class,
      description = "seconds that healthy servers are watched (${DEFAULT-VALUE})")
  int healthySeconds = 600;

  @Option(names = "--help", usageHelp = true, description = "this text")
  boolean help;
}
