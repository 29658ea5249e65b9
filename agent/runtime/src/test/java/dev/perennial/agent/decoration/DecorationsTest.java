package dev.perennial.agent.decoration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.log.Log;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecorationsTest {
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final Log log =
      Log.toStream(InstantSource.system(), new PrintStream(said, true, StandardCharsets.UTF_8));
  @TempDir Path folder;

  @Test
  void withoutAServiceAllIsHandedBackAsItIs() {
    Decoration none = Decorations.of(DecorationsTest.class.getClassLoader(), log);

    assertThat(none).isSameAs(Decoration.NONE);
    assertThat(said.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @Test
  void aJarsServiceIsFoundAndTold() throws IOException {
    try (URLClassLoader loader = withService(Loud.class.getName())) {
      assertThat(Decorations.of(loader, log)).isInstanceOf(Loud.class);
    }

    assertThat(said.toString(StandardCharsets.UTF_8)).contains("LOUD: this jar is for tests");
  }

  @Test
  void aServiceThatCannotBeMadeDoesNothing() throws IOException {
    try (URLClassLoader loader = withService(Refusing.class.getName())) {
      assertThat(Decorations.of(loader, log)).isSameAs(Decoration.NONE);
    }

    assertThat(said.toString(StandardCharsets.UTF_8)).contains("cannot be made");
  }

  private URLClassLoader withService(String name) throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(services.resolve(Decoration.class.getName()), name);
    return new URLClassLoader(new URL[] {url(folder)}, DecorationsTest.class.getClassLoader());
  }

  private static URL url(Path path) throws MalformedURLException {
    return path.toUri().toURL();
  }

  /** A decoration that says so. */
  public static final class Loud implements Decoration {
    @Override
    public String toString() {
      return "LOUD";
    }
  }

  /** A decoration that cannot be made. */
  public static final class Refusing implements Decoration {
    public Refusing() {
      throw new IllegalStateException("refused");
    }
  }
}
