package dev.perennial.agent.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Programs with G1, judged by what all sensors read, in a JVM of their own. Leaks of live objects
 * bring G1 no garbage, so that no mixed collection tells what lives.
 */
@Tag("full")
@Tag("jvm")
final class LiveSetIT {
  /** Of the judge: four of them are a life in which a leak must be found with time to spare. */
  private static final int HOLD_SECONDS = 300;

  @ParameterizedTest
  @CsvSource({
    "objects, -Xmx128m, 70000",
    "finalizers, -Xmx128m, 70000",
    "statements, -Xmx192m, 50000",
    "objects, -Xmx256m, 90000"
  })
  void aLeakIsFoundWithAQuarterOfItsLifeLeft(String leak, String heap, int bytesASecond)
      throws Exception {
    List<String> out = run(heap, leak, 6000, bytesASecond);

    double life = second(out, "ended ");
    assertThat(life).as("life, seconds").isGreaterThan(4 * HOLD_SECONDS);
    assertThat(second(out, "UNSTABLE ")).as("found, of " + life + " s").isLessThan(0.75 * life);
    assertThat(out).noneMatch(l -> l.startsWith("failed"));
  }

  @ParameterizedTest
  @CsvSource({"cache, -Xmx128m, 400000, 1500", "compiler, -Xmx128m, 1, 600"})
  void whatWorksInHealthIsLeftAlone(String work, String heap, int bytesASecond, int seconds)
      throws Exception {
    List<String> out = run(heap, work, seconds, bytesASecond);

    assertThat(out).contains("lived " + seconds + " s");
    assertThat(out).noneMatch(l -> l.startsWith("UNSTABLE") || l.startsWith("CRITICAL"));
    assertThat(out).as("live sets").anyMatch(l -> l.startsWith("heap.live"));
    assertThat(out).noneMatch(l -> l.startsWith("failed"));
  }

  private static List<String> run(String heap, String work, int seconds, int bytesASecond)
      throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(heap, "-XX:+UseG1GC", "-cp", System.getProperty("java.class.path")));
    command.add(LiveSetProbe.class.getName());
    command.addAll(List.of(work, Integer.toString(seconds), Integer.toString(bytesASecond)));
    Path out = Files.createTempFile("live-set", ".txt");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    try {
      assertThat(process.waitFor(300, TimeUnit.SECONDS)).isTrue();
      List<String> lines = Files.readAllLines(out, StandardCharsets.UTF_8);
      lines.forEach(System.out::println);
      return lines;
    } finally {
      process.destroyForcibly().waitFor();
      Files.delete(out);
    }
  }

  /** Returns the number after the first line's beginning. */
  private static double second(List<String> out, String begin) {
    return out.stream()
        .filter(l -> l.startsWith(begin))
        .findFirst()
        .map(l -> Double.parseDouble(l.substring(begin.length()).split(" ")[0]))
        .orElseThrow(() -> new AssertionError("no line begins with " + begin));
  }
}
