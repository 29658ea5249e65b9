package dev.perennial.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What is measured, and how long.
 *
 * @param pairs of fresh servers, one with the agent and one without
 * @param starts of an empty program, each with and without
 * @param warmUpSeconds of load on each server before anything counts
 * @param slices of load on each server of a pair, turn by turn
 * @param sliceSeconds length of each
 * @param path that is asked for
 * @param java that the servers run on
 * @param agent arguments of the agent besides its ports
 */
record Options(
    int pairs,
    int starts,
    int warmUpSeconds,
    int slices,
    int sliceSeconds,
    String path,
    Path java,
    String agent) {

  static final String HELP =
      """
      src/bench/run [OPTION VALUE]...   what the agent costs, beside an unmodified Tomcat 11

        --pairs N      pairs of fresh servers with and without the agent (10)
        --starts N     starts of an empty program for the cost of premain (20)
        --warm-up S    seconds of load on each server before it counts (8)
        --slices N     slices of load on each server of a pair, in turn (4)
        --seconds S    length of a slice (3)
        --path PATH    what is asked for (/examples/servlets/servlet/SessionExample)
        --java HOME    JDK that the servers run on (that of the bench)
        --agent ARGS   arguments of the agent (action=automatic)

      src/bench/run --jmh [ARGS]        the gate alone (JMH)
      src/bench/run --sudden-death [--help]   how fast a lost JVM is seen and restarted
      src/bench/run --matrix [--help]   what becomes of servers that age, die or work hard
      src/bench/run --balancers [--rounds N]   what clients of HAProxy and nginx see of a restart
      src/bench/run --exam --help       how well the judge judges
      src/bench/run --record --help     records a real JVM for that
      """;

  /**
   * @throws IllegalArgumentException if one is not known or its value is not allowed
   */
  static Options read(List<String> args) {
    Options o =
        new Options(
            10,
            20,
            8,
            4,
            3,
            "/examples/servlets/servlet/SessionExample",
            Path.of(System.getProperty("java.home")),
            "action=automatic");
    for (int i = 0; i < args.size(); i += 2) {
      String name = args.get(i);
      if (i + 1 == args.size()) {
        throw new IllegalArgumentException(name + " needs a value, or is not known");
      }
      o = o.with(name, args.get(i + 1));
    }
    return o;
  }

  private Options with(String name, String v) {
    return switch (name) {
      case "--pairs" ->
          new Options(
              number(name, v), starts, warmUpSeconds, slices, sliceSeconds, path, java, agent);
      case "--starts" ->
          new Options(
              pairs, number(name, v), warmUpSeconds, slices, sliceSeconds, path, java, agent);
      case "--warm-up" ->
          new Options(pairs, starts, number(name, v), slices, sliceSeconds, path, java, agent);
      case "--slices" ->
          new Options(
              pairs, starts, warmUpSeconds, number(name, v), sliceSeconds, path, java, agent);
      case "--seconds" ->
          new Options(pairs, starts, warmUpSeconds, slices, number(name, v), path, java, agent);
      case "--path" ->
          new Options(pairs, starts, warmUpSeconds, slices, sliceSeconds, v, java, agent);
      case "--java" ->
          new Options(pairs, starts, warmUpSeconds, slices, sliceSeconds, path, home(v), agent);
      case "--agent" ->
          new Options(pairs, starts, warmUpSeconds, slices, sliceSeconds, path, java, v);
      default -> throw new IllegalArgumentException("there is no option " + name);
    };
  }

  Path launcher() {
    return java.resolve("bin/java");
  }

  private static Path home(String value) {
    Path home = Path.of(value);
    if (!Files.isExecutable(home.resolve("bin/java"))) {
      throw new IllegalArgumentException("--java (" + value + ") must be a JDK's folder");
    }
    return home;
  }

  private static int number(String name, String value) {
    if (!value.matches("[1-9][0-9]{0,4}")) {
      throw new IllegalArgumentException(
          name + " (" + value + ") must be a number from 1 to 99999");
    }
    return Integer.parseInt(value);
  }
}
