package dev.perennial.coordinator.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
@Tag("jvm")
class FreshJvmIT {
  @TempDir Path temp;

  /**
   * The JVM says "Could not load Logmanager" the moment that something starts java.util.logging.
   * The system properties are of the kind that an application sets for a Hazelcast of its own.
   */
  @Test
  void aMemberNeitherDisturbsTheApplicationNorIsDisturbedByItNorKeepsItFromEnding()
      throws Exception {
    Path log = temp.resolve("probe.log");
    Process probe =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-Djava.util.logging.manager=dev.perennial.NoSuchManager",
                "-Dhazelcast.logging.type=jdk",
                "-Dhazelcast.local.localAddress=192.0.2.1",
                "-Dhazelcast.local.publicAddress=192.0.2.1",
                "-Dhazelcast.jmx=true",
                "-cp",
                System.getProperty("java.class.path"),
                MemberProbe.class.getName(),
                String.valueOf(Servers.freePort()))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    boolean ended;
    try {
      ended = probe.waitFor(60, TimeUnit.SECONDS);
    } finally {
      probe.destroyForcibly();
    }

    // From JDK 24 on the JDK itself warns of what Hazelcast uses; the agent keeps it from that.
    List<String> lines =
        Files.readAllLines(log).stream().filter(line -> !line.startsWith("WARNING: ")).toList();
    assertThat(lines).hasSizeGreaterThanOrEqualTo(2);
    assertThat(lines.get(0)).isEqualTo("epoch 2, reports 1");
    assertThat(lines.get(1)).startsWith("started in").endsWith("alive [probe]");
    assertThat(ended).isTrue();
    assertThat(probe.exitValue()).isZero();
  }
}
