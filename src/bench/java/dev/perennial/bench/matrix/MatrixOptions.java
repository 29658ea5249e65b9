package dev.perennial.bench.matrix;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * What is tried.
 *
 * @param javas homes of the JDKs
 * @param collectors as in -XX:+Use...GC
 * @param only in the title of a row
 * @param clusters at the same time
 * @param healthySeconds that healthy servers are watched
 */
record MatrixOptions(
    List<Path> javas, List<String> collectors, Pattern only, int clusters, int healthySeconds) {
  static final String HELP =
      """
      src/bench/run --matrix [OPTION VALUE]...   what becomes of servers that age, die or work hard

        --java HOME,...    JDKs that the servers run on (that of the bench)
        --collectors C,... (Serial,Parallel,G1,Z,Shenandoah; what a JDK has not is left out)
        --only REGEX       rows with this in their title, such as "heap leak, G1, JDK 17, automatic"
        --clusters N       at the same time (3)
        --healthy S        seconds that healthy servers are watched (600)

      Each row is a primary, a spare and light load. What depends little on the collector is tried with few of them, on
      a second JDK with G1 and ZGC alone: 72 rows with two JDKs, an hour and a half on two cores. What is to die meets an
      agent that judges in haste, what is healthy one with the default hold time and youth. Progress goes to the standard
      error stream, one Markdown table to the standard output. Exits with 1 if a row is not as it should be; the files of
      its servers are then kept.
      """;

  /**
   * @throws IllegalArgumentException if one is not known or its value is not allowed
   */
  static MatrixOptions read(List<String> args) {
    List<Path> javas = List.of(Path.of(System.getProperty("java.home")));
    List<String> collectors = List.of("Serial", "Parallel", "G1", "Z", "Shenandoah");
    Pattern only = Pattern.compile("");
    int clusters = 3;
    int healthy = 600;
    for (int i = 0; i < args.size(); i += 2) {
      String name = args.get(i);
      if (i + 1 == args.size()) {
        throw new IllegalArgumentException(name + " needs a value, or is not known");
      }
      String value = args.get(i + 1);
      switch (name) {
        case "--java" -> javas = homes(value);
        case "--collectors" -> collectors = List.of(value.split(",", -1));
        case "--only" -> only = pattern(value);
        case "--clusters" -> clusters = number(name, value);
        case "--healthy" -> healthy = number(name, value);
        default -> throw new IllegalArgumentException("there is no option " + name);
      }
    }
    return new MatrixOptions(javas, collectors, only, clusters, healthy);
  }

  private static Pattern pattern(String value) {
    try {
      return Pattern.compile(value);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException("--only (" + value + ") must be a regular expression", e);
    }
  }

  private static List<Path> homes(String value) {
    List<Path> homes = new ArrayList<>();
    for (String home : value.split(",", -1)) {
      if (!Files.isExecutable(Path.of(home, "bin/java"))) {
        throw new IllegalArgumentException("--java (" + home + ") must be a JDK's folder");
      }
      homes.add(Path.of(home));
    }
    return homes;
  }

  private static int number(String name, String value) {
    if (!value.matches("[1-9][0-9]{0,4}")) {
      throw new IllegalArgumentException(
          name + " (" + value + ") must be a number from 1 to 99999");
    }
    return Integer.parseInt(value);
  }
}
