package dev.perennial.bench;

import dev.perennial.testing.options.Count;
import dev.perennial.testing.options.JdkHome;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What is measured, and how long. */
@Command(
    name = "bench",
    customSynopsis =
        "src/bench/run [OPTION VALUE]...   what the agent costs, beside an unmodified Tomcat 11%n",
    synopsisHeading = "",
    footer = {
      "",
      "src/bench/run --jmh [ARGS]               the gate alone (JMH)",
      "src/bench/run --peer [--help]            a request through a peer beside one directly",
      "src/bench/run --sudden-death [--help]    how fast a lost JVM is seen and restarted",
      "src/bench/run --matrix [--help]          what becomes of servers that age, die or work hard",
      "src/bench/run --balancers [--rounds N]   what clients of HAProxy and nginx see of a restart",
      "src/bench/run --exam --help              how well the judge judges",
      "src/bench/run --record --help            records a real JVM for that"
    },
    sortOptions = false,
    usageHelpWidth = 120)
final class Options {
  @Option(
      names = "--pairs",
      paramLabel = "N",
      converter = Count.class,
      description = "pairs of fresh servers with and without the agent (${DEFAULT-VALUE})")
  int pairs = 10;

  @Option(
      names = "--starts",
      paramLabel = "N",
      converter = Count.class,
      description = "starts of an empty program for the cost of premain (${DEFAULT-VALUE})")
  int starts = 20;

  @Option(
      names = "--warm-up",
      paramLabel = "S",
      converter = Count.class,
      description = "seconds of load on each server before it counts (${DEFAULT-VALUE})")
  int warmUpSeconds = 8;

  @Option(
      names = "--slices",
      paramLabel = "N",
      converter = Count.class,
      description = "slices of load on each server of a pair, in turn (${DEFAULT-VALUE})")
  int slices = 4;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      converter = Count.class,
      description = "length of a slice (${DEFAULT-VALUE})")
  int sliceSeconds = 3;

  @Option(
      names = "--path",
      paramLabel = "PATH",
      description = "what is asked for (${DEFAULT-VALUE})")
  String path = "/examples/servlets/servlet/SessionExample";

  @Option(
      names = "--java",
      paramLabel = "HOME",
      converter = JdkHome.class,
      description = "JDK that the servers run on (that of the bench)")
  Path java = Path.of(System.getProperty("java.home"));

  @Option(
      names = "--agent",
      paramLabel = "ARGS",
      description = "arguments of the agent (${DEFAULT-VALUE})")
  String agent = "action=automatic";

  @Option(names = "--help", usageHelp = true, description = "this text")
  boolean help;

  Path launcher() {
    return java.resolve("bin/java");
  }
}
