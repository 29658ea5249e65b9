package dev.perennial.agent.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The whole agent in a JVM of its own is told of each thread that is started. */
@Tag("jvm")
@Execution(ExecutionMode.CONCURRENT)
class StartedIT {
  @TempDir Path directory;

  @Test
  void aThreadIsToldOfHoweverItIsStartedAndStartsWhateverIsThrown() throws Exception {
    try (ChildJvm jvm =
        new ChildJvm.Start(directory)
            .withAgent(
                "server=s1,http.port=0,cluster.port=%d,action=observe,log.dir=%s"
                    .formatted(ChildJvm.freePort(), directory.resolve("log")))
            .main(StartedProgram.class)) {
      assertThat(jvm.status()).as(jvm.output()).isZero();
      assertThat(jvm.output())
          .contains("told true true", "started all the same")
          .doesNotContain("suppressed 0\n");
      // It may have ended before the agent had begun to write.
      Path log = directory.resolve("log/perennial.log");
      assertThat(Files.exists(log) ? Files.readString(log) : "")
          .doesNotContain("could not be woven");
    }
  }
}
