package dev.perennial.agent.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What the native guard takes for a lost JVM, scene by scene: see {@code judge_test.c}. */
class GuardJudgementTest {
  private static final String SOURCE = "src/test/c/judge_test.c";

  @TestFactory
  Stream<DynamicTest> scenes(@TempDir Path folder) throws Exception {
    assertThat(Path.of(SOURCE)).exists();
    Path include = Path.of(System.getProperty("java.home"), "include");
    Path program = folder.resolve("judge_test");
    String compiled =
        run(
            folder,
            List.of(
                "gcc",
                "-std=gnu11",
                "-I" + include,
                "-I" + include.resolve("linux"),
                "-o",
                program.toString(),
                SOURCE,
                "-lpthread"));
    if (compiled.contains("No such file or directory")) {
      String skipped = "SKIPPED: the guard's judgement, for want of a compiler: " + compiled;
      System.out.println(skipped);
      Assumptions.abort(skipped);
    }
    assertThat(program).as(compiled).exists();
    List<String> lines = run(folder, List.of(program.toString())).lines().toList();
    assertThat(lines).hasSizeGreaterThan(20);
    return lines.stream()
        .map(l -> DynamicTest.dynamicTest(name(l), () -> assertThat(l).startsWith("ok ")));
  }

  private static String name(String line) {
    return line.replaceFirst("^(not )?ok ", "").replaceFirst(":.*", "");
  }

  private static String run(Path folder, List<String> command)
      throws IOException, InterruptedException {
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
