package dev.perennial.agent.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.status.FakeStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.LogManager;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a JVM of its own, as logging is started once in a JVM's life. */
@Tag("jvm")
final class MetricsIT {
  @TempDir Path folder;

  @Test
  void scrapingStartsNoLogging() throws Exception {
    Path out = folder.resolve("out.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.util.logging.manager=" + LoudLogManager.class.getName(),
                "-cp",
                System.getProperty("java.class.path"),
                Scrape.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }

    List<String> lines = Files.readAllLines(out);
    assertThat(lines).contains("perennial_verdict{server=\"a\"} 0.0", "now on purpose");
    assertThat(lines.indexOf("logging started"))
        .as("only on purpose")
        .isGreaterThan(lines.indexOf("now on purpose"));
  }

  /** Scrapes, and then starts logging, to show that this would be seen. */
  public static final class Scrape {
    private Scrape() {}

    public static void main(String[] args) {
      Metrics metrics = new Metrics(new FakeStatus());
      System.out.println(metrics.scrape());
      metrics.close();
      System.out.println("now on purpose");
      LogManager.getLogManager();
    }
  }

  /** Says so when java.util.logging starts. */
  public static final class LoudLogManager extends LogManager {
    public LoudLogManager() {
      System.out.println("logging started");
    }
  }
}
