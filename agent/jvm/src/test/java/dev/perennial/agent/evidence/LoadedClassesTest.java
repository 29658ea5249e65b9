package dev.perennial.agent.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadedClassesTest {
  /** A container's, which tells the state that its application is in. */
  public static final class StatedLoader extends ClassLoader {
    private final @Nullable String state;

    StatedLoader(@Nullable String state) {
      this.state = state;
    }

    public @Nullable String getStateName() {
      return state;
    }

    Class<?> define() throws IOException {
      try (InputStream in = LoadedClassesTest.class.getResourceAsStream("LeakingProgram.class")) {
        byte[] bytes = in.readAllBytes();
        return defineClass(LeakingProgram.class.getName(), bytes, 0, bytes.length);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {"STARTED, 0", "STOPPED, 1", "DESTROYED, 1", "none, 0", "anything else, 0"})
  void aLoaderIsStoppedIfItSaysSo(@Nullable String state, long stopped) throws IOException {
    Class<?>[] loaded = {new StatedLoader(state).define(), LeakingProgram.class};

    assertThat(new LoadedClasses(loaded).applications().rows())
        .filteredOn(row -> row.types().contains(StatedLoader.class.getName()))
        .extracting(Applications.Row::stopped)
        .containsExactly(stopped);
  }
}
