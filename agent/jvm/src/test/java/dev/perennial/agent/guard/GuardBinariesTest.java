package dev.perennial.agent.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The libraries that are checked in are those of the source beside them: by the manifest's sums
 * always, and by building them anew where the very same compiler is found.
 */
class GuardBinariesTest {
  private static final Path SOURCE = Path.of("src/main/c");
  private static final Path BINARIES = Path.of("src/main/resources/dev/perennial/agent/guard");
  private static final String REMEDY =
      "after a change of guard.c run: src/main/c/build --record " + BINARIES;

  @Test
  void theManifestIsOfThisSource() throws Exception {
    assertThat(sum(SOURCE.resolve("guard.c"))).as(REMEDY).isEqualTo(manifest().get("source"));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"x86-64", "aarch64"})
  void theManifestIsOfThisLibrary(String architecture) throws Exception {
    assertThat(sum(library(BINARIES, architecture)))
        .as(REMEDY)
        .isEqualTo(manifest().get("binary " + architecture));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"x86-64", "aarch64"})
  void theSameCompilerMakesTheSameLibrary(String architecture, @TempDir Path folder)
      throws Exception {
    String wanted = manifest().get("compiler " + architecture);
    String said = build(folder, architecture);
    String line = "built " + architecture + " ";
    String found =
        said.lines()
            .filter(l -> l.startsWith(line))
            .map(l -> l.substring(line.length()))
            .findFirst()
            .orElse("none");
    if (!found.equals(wanted)) {
      String skipped =
          "SKIPPED: the guard for "
              + architecture
              + " is not built anew, as the compiler here is not that of the manifest ("
              + found
              + ", not "
              + wanted
              + "); its sum is as recorded";
      System.out.println(skipped);
      Assumptions.abort(skipped);
    }

    assertThat(sum(library(folder, architecture))).isEqualTo(sum(library(BINARIES, architecture)));
  }

  /** Returns what the script said; whatever stands against it is as if there were no compiler. */
  private static String build(Path folder, String architecture)
      throws IOException, InterruptedException {
    File output = folder.resolve("output").toFile();
    ProcessBuilder builder =
        new ProcessBuilder(
                "sh",
                SOURCE.resolve("build").toString(),
                folder.toAbsolutePath().toString(),
                architecture)
            .redirectErrorStream(true)
            .redirectOutput(output);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      return "no shell: " + e.getMessage();
    }
    try {
      return process.waitFor(1, TimeUnit.MINUTES) && process.exitValue() == 0
          ? Files.readString(output.toPath())
          : "";
    } finally {
      process.destroyForcibly();
    }
  }

  /** Returns the last word of a line by what stands before it; of a compiler, all words. */
  private static Map<String, String> manifest() throws IOException {
    Map<String, String> manifest = new HashMap<>();
    for (String line : Files.readAllLines(SOURCE.resolve("MANIFEST"), StandardCharsets.US_ASCII)) {
      int words = line.startsWith("source") ? 1 : 2;
      String[] parts = line.split(" ", words + 1);
      manifest.put(line.substring(0, line.length() - parts[words].length() - 1), parts[words]);
    }
    return manifest;
  }

  /** Returns the one that is checked in. */
  static Path library(String architecture) {
    return library(BINARIES, architecture);
  }

  private static Path library(Path folder, String architecture) {
    return folder.resolve("linux-" + architecture).resolve("libperennial-guard.so");
  }

  private static String sum(Path file) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
  }
}
