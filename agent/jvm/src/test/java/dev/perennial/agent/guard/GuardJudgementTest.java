package dev.perennial.agent.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the native guard takes for a lost JVM, scene by scene: see {@code judge_test.c}. On this
 * processor, and on the emulated other one.
 */
class GuardJudgementTest {
  private static final Path SOURCES = Path.of("src/test/c");

  /** Where Debian's cross compiler has the C library of the other processor. */
  private static final String ROOT = "/usr/aarch64-linux-gnu";

  private static final String COMPILER = "aarch64-linux-gnu-gcc";
  private static final String EMULATOR = "qemu-aarch64";

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> scenes() throws Exception {
    Path program = compiled("gcc", "judge_test.c", "-lpthread");
    return scenes(run(List.of(program.toString())));
  }

  @TestFactory
  Stream<DynamicTest> scenesOnAarch64() throws Exception {
    Path program = compiled(COMPILER, "judge_test.c", "-lpthread");
    return scenes(emulated(program.toString()));
  }

  /** The very file that is checked in. */
  @Test
  void theLibraryForAarch64IsLoadedThere() throws Exception {
    Path program = compiled(COMPILER, "load_test.c", "-ldl");

    assertThat(emulated(program.toString(), GuardBinariesTest.library("aarch64").toString()))
        .isEqualTo("ok JNI_OnLoad\nok prepare\nok start\n");
  }

  private static Stream<DynamicTest> scenes(String said) {
    List<String> lines = said.lines().toList();
    assertThat(lines).as(said).hasSizeGreaterThan(20);
    return lines.stream()
        .map(l -> DynamicTest.dynamicTest(name(l), () -> assertThat(l).startsWith("ok ")));
  }

  private static String name(String line) {
    return line.replaceFirst("^(not )?ok ", "").replaceFirst(":.*", "");
  }

  /** Returns a program; skips the test, and says so, for want of a compiler. */
  private Path compiled(String compiler, String source, String library) throws Exception {
    assertThat(SOURCES.resolve(source)).exists();
    Path include = Path.of(System.getProperty("java.home"), "include");
    Path program = folder.resolve(compiler + "-" + source + ".out");
    String said =
        run(
            List.of(
                compiler,
                "-std=gnu11",
                "-I" + include,
                "-I" + include.resolve("linux"),
                "-o",
                program.toString(),
                SOURCES.resolve(source).toString(),
                library));
    if (said.contains("No such file or directory")) {
      skip("for want of a compiler: " + said);
    }
    assertThat(program).as(said).exists();
    return program;
  }

  private String emulated(String... program) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(EMULATOR, "-L", ROOT));
    command.addAll(List.of(program));
    String said = run(command);
    if (said.startsWith("Cannot run program")) {
      skip("on aarch64, for want of an emulator: " + said);
    }
    return said;
  }

  private static void skip(String why) {
    String skipped = "SKIPPED: the guard's judgement, " + why;
    System.out.println(skipped);
    Assumptions.abort(skipped);
  }

  private String run(List<String> command) throws IOException, InterruptedException {
    Path output = Files.createTempFile(folder, "output", ".txt");
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
    try {
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).as(command.get(0) + " ends").isTrue();
      return Files.readString(output);
    } finally {
      process.destroyForcibly();
    }
  }
}
