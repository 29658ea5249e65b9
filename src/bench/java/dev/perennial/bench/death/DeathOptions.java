package dev.perennial.bench.death;

import dev.perennial.testing.options.Count;
import dev.perennial.testing.options.JdkHome;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What is measured. */
@Command(
    name = "bench --sudden-death",
    customSynopsis =
        "src/bench/run --sudden-death [OPTION VALUE]...   how fast a lost JVM is seen and restarted%n",
    synopsisHeading = "",
    sortOptions = false,
    usageHelpWidth = 120)
final class DeathOptions {
  @Option(
      names = "--runs",
      paramLabel = "N",
      converter = Count.class,
      description = "of each case (${DEFAULT-VALUE})")
  int runs = 3;

  @Option(
      names = "--java",
      paramLabel = "HOME,...",
      hideParamSyntax = true,
      split = ",",
      converter = JdkHome.class,
      description = "JDKs that the programs run on (that of the bench)")
  List<Path> javas = List.of(Path.of(System.getProperty("java.home")));

  @Option(
      names = "--collectors",
      paramLabel = "C,...",
      hideParamSyntax = true,
      split = ",",
      description = "Serial,Parallel,G1,Z,Shenandoah; what a JDK has not is left out (all)")
  List<String> collectors = List.of("Serial", "Parallel", "G1", "Z", "Shenandoah");

  @Option(
      names = "--heaps",
      paramLabel = "SIZE,...",
      hideParamSyntax = true,
      split = ",",
      description = "(64m,256m)")
  List<String> heaps = List.of("64m", "256m");

  @Option(names = "--guard", paramLabel = "KIND", description = "native or java (${DEFAULT-VALUE})")
  String guard = "native";

  @Option(names = "--help", usageHelp = true, description = "this text")
  boolean help;
}
