package dev.perennial.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.container.Adapter;
import dev.perennial.agent.log.Suppressed;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("jvm")
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
    assertThat(adapters.wovenClasses()).hasSize(10);
    assertThat(adapters.capabilities()).isEqualTo("Apache Tomcat 9, 10.1 and 11");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tomcats")
  void everyJoinPointIsFoundAndTheWovenClassesVerify(Path jar) throws Exception {
    long errors = Suppressed.total();

    try (WeavingLoader loader =
        new WeavingLoader(jar, adapters, WovenCache.in(directory, "test"))) {
      Set<String> itsOwn = ofTomcat();
      for (String name : itsOwn) {
        // Initialising it links it, and linking verifies it.
        Class.forName(name.replace('/', '.'), true, loader);
      }

      assertThat(loader.woven).containsExactlyInAnyOrderElementsOf(itsOwn);
      assertThat(Suppressed.total()).as(Suppressed.last()).isEqualTo(errors);
    }
  }

  private Set<String> ofTomcat() {
    return adapters.wovenClasses().stream()
        .filter(name -> name.startsWith("org/apache/"))
        .collect(Collectors.toSet());
  }

  /** Of version 3, and of version 4. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "org/springframework/boot/web/embedded/tomcat/TomcatWebServer",
        "org/springframework/boot/tomcat/TomcatWebServer"
      })
  void theWebServerOfSpringBootIsWoven(String name) throws Exception {
    long errors = Suppressed.total();
    Weaver weaver = new Weaver(WovenCache.in(directory, "test"), adapters);

    try (URLClassLoader loader = WeavingLoader.boots();
        InputStream in = loader.getResourceAsStream(name + ".class")) {
      byte[] woven = weaver.transform(null, loader, name, null, null, in.readAllBytes());

      assertThat(woven).as(Suppressed.last()).isNotNull();
    }

    assertThat(adapters.wovenClasses()).contains(name);
    assertThat(Suppressed.total()).as(Suppressed.last()).isEqualTo(errors);
  }
}
