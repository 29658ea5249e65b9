package dev.perennial.sample.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.testing.cluster.CleanProcess;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** The script as whoever has just cloned the repository starts it: nothing is built. */
@Tag("full")
@Isolated("builds everything, beside which clusters would be slow")
class FreshCheckoutIT {
  private static final long LIMIT_MINUTES = 30;

  /** Not of a fresh checkout, or not looked at by the script. */
  private static final Set<String> LEFT_OUT = Set.of("target", ".git");

  @TempDir Path checkout;

  @Test
  void theScriptBuildsWhatIsMissingAndOnceAndShowsTheDemo() throws Exception {
    copy(Path.of("..").toRealPath(), checkout);

    String shown = run(0, "--quick");
    assertThat(shown).contains("demo: building", "PASSED");

    // An option that is not understood is found by the program itself, which is built.
    assertThat(run(2, "--quiet")).doesNotContain("demo: building").contains("--quiet");
  }

  private String run(int status, String option) throws Exception {
    Path output = checkout.resolve("output" + option + ".txt");
    List<String> command = new ArrayList<>();
    command.add(checkout.resolve("sample-app/demo").toString());
    command.add(option);
    Process process =
        CleanProcess.start(
            command, checkout, output, Map.of("JAVA_HOME", System.getProperty("java.home")));
    try {
      boolean ended = process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES);
      String text = Files.readString(output);
      assertThat(ended).as(text).isTrue();
      assertThat(process.exitValue()).as(text).isEqualTo(status);
      return text;
    } finally {
      // In order: then it ends its servers too.
      process.destroy();
      process.onExit().join();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            if (LEFT_OUT.contains(folder.getFileName().toString())) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            Files.createDirectories(to.resolve(from.relativize(folder)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (!LEFT_OUT.contains(file.getFileName().toString())) {
              // With its permissions: it has to be a program.
              Files.copy(
                  file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
