package dev.perennial.sample.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The demo itself, as processes, made small: it passes, and finds each fault that is planted in the
 * agent. So a run that passes says something.
 */
@Execution(ExecutionMode.CONCURRENT)
class DemoIT {
  /** Of one run; it gives up by itself before. */
  private static final long LIMIT_MINUTES = 6;

  private static final Path TARGET = Path.of(System.getProperty("demo.target"));

  /** What came of a run. */
  private record Run(int status, String output, JsonNode figures) {
    long count(String name) {
      return figures.path(name).asLong(-1);
    }

    /** Returns the line that says how it ended. */
    String verdict() {
      return output
          .lines()
          .map(String::strip)
          .filter(l -> l.startsWith("PASSED") || l.startsWith("FAILED"))
          .findFirst()
          .orElse("");
    }
  }

  @Test
  void aCleanRunPasses() throws Exception {
    passes(run("clean", "--quick"));
  }

  /** As many servers and as small as where a fault is planted: what is found there is the fault. */
  @Test
  void aTinyCleanRunPasses() throws Exception {
    passes(run("tiny", "--tiny"));
  }

  private static void passes(Run run) {

    assertThat(run.verdict()).as(run.output).isEqualTo("PASSED");
    assertThat(run.status).isZero();
    assertThat(run.count("failed")).isZero();
    assertThat(run.count("lost")).isZero();
    assertThat(run.count("stale")).isZero();
    assertThat(run.count("sessionsMoved")).isPositive();
    assertThat(run.count("pidAfter")).isEqualTo(run.count("pidBefore"));
    assertThat(run.count("rounds")).isEqualTo(1);
    assertThat(run.output)
        .contains("what leaked, by the evidence: dev.perennial.sample.fault.HeapLeak$Receipt, ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"drop-last-delta", "double-owner", "lost-part", "new-session"})
  void eachPlantedFaultIsFound(String fault) throws Exception {
    isFound(fault, run(fault, "--tiny", "--sabotage", fault));
  }

  @Tag("full")
  @ParameterizedTest
  @ValueSource(strings = {"drop-last-delta", "double-owner", "lost-part", "new-session"})
  void eachPlantedFaultIsFoundAmongMoreSessionsToo(String fault) throws Exception {
    isFound(fault, run("quick-" + fault, "--quick", "--sabotage", fault));
  }

  private static void isFound(String fault, Run run) {
    assertThat(run.status).as(run.output).isEqualTo(1);
    assertThat(run.output).contains("SABOTAGED: " + fault);
    // Not just failed: that could be any trouble, and this one spoils state.
    assertThat(run.count("stale") + run.count("lost")).as(run.output).isPositive();
    assertThat(run.verdict()).startsWith("FAILED: ").containsAnyOf("lost writes", "stale reads");
  }

  private static Run run(String name, String... options) throws Exception {
    Path folder = Files.createDirectories(TARGET.resolve("demo").resolve(name));
    Path output = folder.resolve("output.txt");
    Path json = folder.resolve("figures.json");
    Files.deleteIfExists(json);
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-Djava.io.tmpdir=" + folder,
                "-Ddemo.agent=" + System.getProperty("demo.agent"),
                "-Ddemo.faulty-agent=" + System.getProperty("demo.faulty-agent"),
                "-cp",
                TARGET.resolve("perennial-sample-app.jar")
                    + File.pathSeparator
                    + TARGET.resolve("lib").resolve("*"),
                Demo.class.getName(),
                "--json",
                json.toString(),
                // On a busy machine a restart takes long, and whoever connects meanwhile waits.
                "--patience",
                "150"));
    command.addAll(List.of(options));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      boolean ended = process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES);
      String text = Files.readString(output);
      assertThat(ended).as(text).isTrue();
      System.out.printf(Locale.ROOT, "demo %s: %s%n", name, figures(json));
      return new Run(process.exitValue(), text, new JsonMapper().readTree(figures(json)));
    } finally {
      // In order: then it ends its servers too.
      process.destroy();
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    }
  }

  private static String figures(Path json) throws IOException {
    return Files.exists(json) ? Files.readString(json).strip() : "{}";
  }
}
