package dev.perennial.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.container.Adapter;
import dev.perennial.agent.log.Suppressed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WovenTomcatTest {
  private final Adapters adapters = Adapters.in(getClass().getClassLoader());

  @TempDir Path directory;

  static Stream<Path> tomcats() throws IOException {
    return WeavingLoader.tomcats().stream();
  }

  @Test
  void thereAreThreeTomcatsToWeave() throws IOException {
    assertThat(tomcats()).hasSize(3);
  }

  @Test
  void theAdapterIsFoundAsAService() {
    assertThat(adapters.all()).extracting(Adapter::name).containsExactly("tomcat");
    assertThat(adapters.wovenClasses()).hasSize(7);
    assertThat(adapters.capabilities()).isEqualTo("Apache Tomcat 9, 10.1 and 11");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tomcats")
  void everyJoinPointIsFoundAndTheWovenClassesVerify(Path jar) throws Exception {
    long errors = Suppressed.total();

    try (WeavingLoader loader =
        new WeavingLoader(jar, adapters, WovenCache.in(directory, "test"))) {
      for (String name : adapters.wovenClasses()) {
        // Initialising it links it, and linking verifies it.
        Class.forName(name.replace('/', '.'), true, loader);
      }

      assertThat(loader.woven).containsExactlyInAnyOrderElementsOf(adapters.wovenClasses());
      assertThat(Suppressed.total()).as(Suppressed.last()).isEqualTo(errors);
    }
  }
}
