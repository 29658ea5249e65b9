package dev.perennial.agent.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartTest {
  @TempDir Path directory;

  @Test
  void theNextLifeOfAnAgentOnTheCommandLineNeedsNoOption() {
    assertThat(start("role=spare").loading().agentOption()).isNull();
  }

  @Test
  void theNextLifeOfAnAttachedAgentNeedsTheOptionWithItsArguments() {
    assertThat(Starts.attached(directory, "role=spare,mode=active-active").loading().agentOption())
        .isEqualTo("-javaagent:/opt/agent.jar=role=spare,mode=active-active");
    assertThat(Starts.attached(directory, "").loading().agentOption())
        .isEqualTo("-javaagent:/opt/agent.jar");
  }

  @ParameterizedTest
  @CsvSource({"observe, true", "supervised, false", "automatic, false"})
  void onlyWhoObservesMovesNothing(String action, boolean observes) {
    assertThat(start("action=" + action).onlyObserves()).isEqualTo(observes);
  }

  private Start start(String args) {
    return Starts.of(directory, args, OutputStream.nullOutputStream());
  }
}
