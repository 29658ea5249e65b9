package dev.perennial.agent.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The evidence names the leaking class first, whatever collector the JVM has; in a heap that is
 * full to the last byte, too, but for Parallel: there it does in one run of three.
 */
@Timeout(300)
@Tag("jvm")
@Execution(ExecutionMode.CONCURRENT)
final class EveryCollectorIT {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"Serial", "Parallel", "G1", "Z", "Shenandoah"})
  void theLeakingClassIsNamedFirst(String collector) throws Exception {
    // What is set aside is 3 MB: of ZGC's pages of 2 MB that is now and then too little.
    boolean fills = !Set.of("Parallel", "Z").contains(collector);
    Path output = folder.resolve("output");
    Process program =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx160m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+Use" + collector + "GC",
                "-cp",
                System.getProperty("java.class.path"),
                LeakingProgram.class.getName(),
                folder.resolve("evidence").toString(),
                String.valueOf(fills))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(program.waitFor(200, TimeUnit.SECONDS)).as(Files.readString(output)).isTrue();
    } finally {
      program.destroyForcibly();
    }
    assumeThat(Files.readString(output))
        .as("this JDK has the collector")
        .doesNotContain("UseShenandoahGC not supported");
    assertThat(Files.readString(output))
        .contains("receipts: " + LeakingProgram.class.getName() + "$Receipt\n")
        .contains("archive: " + LeakingProgram.class.getName() + "$Archive\n")
        .contains(fills ? "full: " + LeakingProgram.class.getName() + "$Receipt\n" : "");
  }
}
