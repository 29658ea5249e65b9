package dev.perennial.agent.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.log.Log;
import dev.perennial.agent.restart.RestartInPlace;
import dev.perennial.agent.restart.RestartSettings;
import dev.perennial.agent.restart.RestartStrategy;
import dev.perennial.agent.settings.Settings;
import dev.perennial.agent.settings.Sources;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class LateRestartTest {
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final Log log =
      Log.toStream(InstantSource.system(), new PrintStream(said, true, StandardCharsets.UTF_8));
  private boolean may;
  private int prepared;

  @Test
  void itIsPreparedOnceAsSoonAsItMayBe() {
    LateRestart restart = restart("none", RestartStrategy.NONE);
    restart.look();
    assertThat(restart.prepared()).isEmpty();
    may = true;

    restart.look();
    restart.look();

    assertThat(restart.prepared()).isPresent();
    assertThat(prepared).isEqualTo(1);
    assertThat(said()).containsOnlyOnce("restart: none");
  }

  @Test
  void anExitThatIsAskedForIsNoSurprise() {
    may = true;

    restart("exit", RestartStrategy.EXIT).look();

    assertThat(said()).contains("restart: exit").doesNotContain("cannot be restarted in place");
  }

  @Test
  void aServerThatCannotBeRestartedInPlaceSaysWhatHappensInstead() {
    may = true;

    restart("exec", RestartStrategy.EXIT).look();

    assertThat(said())
        .contains("perennial.restart=exec: this server cannot be restarted in place")
        .contains("a rejuvenation ends its process with status 75")
        .contains("where there is none, set perennial.restart=none");
  }

  private String said() {
    return said.toString(StandardCharsets.UTF_8);
  }

  private LateRestart restart(String wanted, RestartStrategy possible) {
    Settings settings =
        Settings.read(
            new Sources(
                "restart=" + wanted + ",restart.exit-status=75", new Properties(), Map.of()));
    assertThat(settings.mistakes()).isEmpty();
    return new LateRestart(
        () -> may,
        () -> {
          prepared++;
          return RestartInPlace.prepare(
              new RestartSettings(possible, Duration.ofSeconds(5), 75, Duration.ofSeconds(5), true),
              noInstrumentation(),
              Path.of("agent.jar"),
              Optional.empty());
        },
        () -> false,
        settings,
        log);
  }

  /** A strategy that does not restart in place instruments nothing. */
  private static Instrumentation noInstrumentation() {
    return (Instrumentation)
        Proxy.newProxyInstance(
            LateRestartTest.class.getClassLoader(),
            new Class<?>[] {Instrumentation.class},
            (proxy, method, args) -> {
              throw new AssertionError(method);
            });
  }
}
