package dev.perennial.agent.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.coordinator.forecast.LivedLevels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LivedFileTest {
  @TempDir Path directory;
  private final List<String> problems = new ArrayList<>();

  private LivedFile file() {
    return new LivedFile(directory.resolve("lived.txt"), problems::add);
  }

  @Test
  void theNextLifeReadsWhatTheLastOneWrote() {
    LivedLevels levels =
        LivedLevels.NONE
            .and(Map.of("heap.live", 0.8125, "threads", 0.1))
            .and(Map.of())
            .and(Map.of("files", 1.0));

    file().write(levels);

    assertThat(file().read()).isEqualTo(levels);
    assertThat(problems).isEmpty();
  }

  @Test
  void theFirstLifeKnowsNothing() {
    assertThat(file().read()).isEqualTo(LivedLevels.NONE);
    assertThat(problems).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"heap.live", "heap.live=high", "=0.5", "heap.live=1.5", "heap.live=NaN"})
  void whatIsNoLevelIsToldAndLeftOut(String line) throws IOException {
    Files.writeString(directory.resolve("lived.txt"), "threads=0.5\n" + line + "\n");

    assertThat(file().read().highest("heap.live")).isZero();
    assertThat(problems).singleElement().asString().contains("lived.txt");
  }

  @Test
  void aFolderThatIsNotThereIsToldOnce() {
    LivedFile file = new LivedFile(directory.resolve("none/lived.txt"), problems::add);

    file.write(LivedLevels.NONE);
    file.write(LivedLevels.NONE);

    assertThat(problems).hasSize(1);
  }
}
