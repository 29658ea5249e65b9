package dev.perennial.agent.instrument;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.container.JoinPoint;
import dev.perennial.agent.fake.FakeAdapter;
import dev.perennial.agent.log.Suppressed;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("jvm")
class WeaverTest {
  private static final String CONNECTOR = "dev/perennial/agent/fake/FakeConnector";
  private static final JoinPoint THERE =
      new JoinPoint(FakeAdapter.CONNECTOR, "bind", 4, BindAdvice.class);
  private static final JoinPoint NOT_THERE =
      new JoinPoint(FakeAdapter.CONNECTOR, "bind", 3, BindAdvice.class);

  @TempDir Path directory;

  @Test
  void theNetworkClassOfThisJdkIsWovenByTheWarmUpAndKept() throws IOException {
    WovenCache cache = WovenCache.in(directory, "test");

    new Weaver(cache, Adapters.of()).run();

    assertThat(cache.find("jdk sun/nio/ch/Net", bytes(Weaver.NET)))
        .contains("PerennialBridge".getBytes(US_ASCII));
  }

  /** Each of its constructors, and nothing in them that could let the error not be made. */
  @Test
  void theErrorOfThisJdkThatTellsOfExhaustedMemoryIsWoven() throws IOException {
    byte[] error = bytes("java/lang/OutOfMemoryError");

    byte[] woven =
        new Weaver(WovenCache.in(directory, "test"), Adapters.of())
            .transform(null, null, "java/lang/OutOfMemoryError", null, null, error);

    assertThat(woven).contains("PerennialBridge".getBytes(US_ASCII));
    assertThat(woven).contains("refused".getBytes(US_ASCII));
    assertThat(new String(woven, ISO_8859_1)).doesNotContain("suppressed");
    assertThat(OutOfMemoryError.class.getDeclaredConstructors()).hasSize(2);
  }

  @Test
  void anyOtherClassIsLeftAlone() throws IOException {
    assertThat(weave("some/Other", new FakeAdapter("good", "GoodHooks", THERE))).isNull();
  }

  @Test
  void aClassWithoutTheMethodStaysAsItIsAndThisIsCounted() throws IOException {
    long errors = Suppressed.total();

    byte[] woven = weave(CONNECTOR, new FakeAdapter("wrong", "GoodHooks", THERE, NOT_THERE));

    assertThat(woven).isNull();
    assertThat(Suppressed.total()).isEqualTo(errors + 1);
  }

  @Test
  void whatOneAdapterCannotWeaveDoesNotKeepAnotherFromTheSameClass() throws IOException {
    long errors = Suppressed.total();
    FakeAdapter wrong = new FakeAdapter("wrong", "GoodHooks", NOT_THERE);
    FakeAdapter right = new FakeAdapter("right", "GoodHooks", THERE);

    byte[] alone = weave(CONNECTOR, right);

    assertThat(alone).contains("PerennialBridge".getBytes(US_ASCII));
    assertThat(weave(CONNECTOR, wrong, right)).isEqualTo(alone);
    assertThat(weave(CONNECTOR, right, wrong)).isEqualTo(alone);
    assertThat(Suppressed.total()).isEqualTo(errors + 2);
  }

  private byte[] weave(String className, FakeAdapter... adapters) throws IOException {
    return new Weaver(WovenCache.in(directory, "test"), Adapters.of(adapters))
        .transform(null, getClass().getClassLoader(), className, null, null, bytes(CONNECTOR));
  }

  private static byte[] bytes(String className) throws IOException {
    try (InputStream in = ClassLoader.getSystemResourceAsStream(className + ".class")) {
      return in.readAllBytes();
    }
  }
}
