package dev.perennial.bench.death;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What is measured.
 *
 * @param runs of each case
 * @param javas JDKs
 * @param collectors as in -XX:+Use...GC
 * @param heaps as in -Xmx
 * @param guard native or java
 */
record DeathOptions(
    int runs, List<Path> javas, List<String> collectors, List<String> heaps, String guard) {
  static final String HELP =
      """
      src/bench/run --sudden-death [OPTION VALUE]...   how fast a lost JVM is seen and restarted

        --runs N           of each case (3)
        --java HOME,...    JDKs that the programs run on (that of the bench)
        --collectors C,... (Serial,Parallel,G1,Z,Shenandoah; what a JDK has not is left out)
        --heaps SIZE,...   (64m,256m)
        --guard KIND       native or java (native)
      """;

  /**
   * @throws IllegalArgumentException if one is not known or its value is not allowed
   */
  static DeathOptions read(List<String> args) {
    int runs = 3;
    List<Path> javas = List.of(Path.of(System.getProperty("java.home")));
    List<String> collectors = List.of("Serial", "Parallel", "G1", "Z", "Shenandoah");
    List<String> heaps = List.of("64m", "256m");
    String guard = "native";
    for (int i = 0; i < args.size(); i += 2) {
      String name = args.get(i);
      if (i + 1 == args.size()) {
        throw new IllegalArgumentException(name + " needs a value, or is not known");
      }
      String value = args.get(i + 1);
      switch (name) {
        case "--runs" -> runs = number(value);
        case "--java" -> javas = homes(value);
        case "--collectors" -> collectors = List.of(value.split(",", -1));
        case "--heaps" -> heaps = List.of(value.split(",", -1));
        case "--guard" -> guard = value;
        default -> throw new IllegalArgumentException("there is no option " + name);
      }
    }
    return new DeathOptions(runs, javas, collectors, heaps, guard);
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

  private static int number(String value) {
    if (!value.matches("[1-9][0-9]{0,3}")) {
      throw new IllegalArgumentException("--runs (" + value + ") must be a number from 1 to 9999");
    }
    return Integer.parseInt(value);
  }
}
