package dev.perennial.agent.instrument;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.log.Suppressed;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("jvm")
class WeaverTest {
  private static final Path TOMCATS = Path.of(System.getProperty("tomcats"));

  @TempDir Path directory;

  static Stream<Path> tomcats() throws IOException {
    try (Stream<Path> jars = Files.list(TOMCATS)) {
      return jars.sorted().toList().stream();
    }
  }

  @Test
  void thereAreThreeTomcatsToWeave() throws IOException {
    assertThat(tomcats()).hasSize(3);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tomcats")
  void everyJoinPointIsFoundAndTheWovenClassesVerify(Path jar) throws Exception {
    long errors = Suppressed.total();
    Weaver weaver = new Weaver(WovenCache.in(directory, "test"));

    try (WeavingLoader loader = new WeavingLoader(jar, weaver)) {
      for (String name : new TreeSet<>(JoinPoint.classes())) {
        if (!name.equals(JoinPoint.NET)) {
          // Initialising it links it, and linking verifies it.
          Class.forName(name.replace('/', '.'), true, loader);
        }
      }

      assertThat(loader.woven).hasSize(JoinPoint.classes().size() - 1);
      assertThat(Suppressed.total()).as(Suppressed.last()).isEqualTo(errors);
    }
  }

  @Test
  void theNetworkClassOfThisJdkIsWovenByTheWarmUpAndKept() throws IOException {
    WovenCache cache = WovenCache.in(directory, "test");

    new Weaver(cache).run();

    assertThat(cache.find(JoinPoint.NET, net())).contains("PerennialBridge".getBytes(US_ASCII));
  }

  @Test
  void aClassWithoutTheMethodStaysAsItIsAndThisIsCounted() throws IOException {
    long errors = Suppressed.total();
    Weaver weaver = new Weaver(WovenCache.in(directory, "test"));

    byte[] woven =
        weaver.transform(null, null, "org/apache/catalina/core/StandardServer", null, null, net());

    assertThat(woven).isNull();
    assertThat(Suppressed.total()).isEqualTo(errors + 1);
  }

  @Test
  void anyOtherClassIsLeftAlone() throws IOException {
    Weaver weaver = new Weaver(WovenCache.in(directory, "test"));

    assertThat(weaver.transform(null, null, "some/Other", null, null, net())).isNull();
  }

  static byte[] net() throws IOException {
    try (InputStream in = ClassLoader.getSystemResourceAsStream("sun/nio/ch/Net.class")) {
      return in.readAllBytes();
    }
  }

  /** Defines what the weaver makes of the jar's classes; no parent knows them. */
  private static final class WeavingLoader extends URLClassLoader {
    private final Weaver weaver;
    final List<String> woven = new java.util.ArrayList<>();

    WeavingLoader(Path jar, Weaver weaver) throws IOException {
      super(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
      this.weaver = weaver;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      String internal = name.replace('.', '/');
      if (JoinPoint.of(internal).isEmpty()) {
        return super.findClass(name);
      }
      try (InputStream in = getResourceAsStream(internal + ".class")) {
        byte[] bytes = weaver.transform(null, this, internal, null, null, in.readAllBytes());
        if (bytes == null) {
          throw new ClassNotFoundException(name + " was not woven: " + Suppressed.last());
        }
        woven.add(internal);
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }
}
