package dev.perennial.bench.wild;

import dev.perennial.bench.Jdk;
import dev.perennial.bench.wild.Setup.Limits;
import dev.perennial.bench.wild.Setup.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Death spirals on each collector, alone and with a peer. */
final class WildSpirals {
  private static final Pattern HEAP = Pattern.compile("heap|garbage collection");
  private static final List<String> FIVE = List.of("Serial", "Parallel", "G1", "Z", "Shenandoah");
  private static final int LIFE_SECONDS = 420;

  private WildSpirals() {}

  /** Returns the rows of one JDK. */
  static List<WildCase> on(Path home) throws IOException, InterruptedException {
    List<WildCase> all = new ArrayList<>();
    String jdk = Jdk.version(home);
    for (String collector : FIVE) {
      if (!Jdk.has(home, collector)) {
        System.err.println("bench: JDK " + jdk + " has no " + collector);
        continue;
      }
      for (boolean peer : List.of(false, true)) {
        String heap = peer ? "128m" : "100m";
        all.add(
            new WildCase(
                "death spiral, %s, JDK %s, %s"
                    .formatted(collector, jdk, peer ? "with a peer" : "alone"),
                before(collector, jdk),
                "at its end within 15 s, and young again",
                Expected.SAVED,
                new Setup(
                    Program.SHOP_AND_WORK,
                    "spiral",
                    "-Xmx" + heap + " -XX:+Use" + collector + "GC",
                    Setup.ACTS,
                    peer,
                    Limits.USUAL),
                HEAP,
                LIFE_SECONDS,
                home));
      }
    }
    return all;
  }

  private static String before(String collector, String jdk) {
    return switch (collector) {
      case "Serial", "Parallel" -> "young again after 34 to 63 s";
      case "Shenandoah" -> "UNSTABLE only";
      case "G1" -> jdk.equals("17") ? "UNSTABLE only" : "not told";
      default -> "not told";
    };
  }
}
