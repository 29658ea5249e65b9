package dev.perennial.agent.rejuvenation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.agent.container.Container;
import dev.perennial.agent.container.Listener;
import dev.perennial.agent.duplex.Containers;
import dev.perennial.agent.log.Log;
import dev.perennial.agent.restart.RestartInPlace;
import dev.perennial.agent.restart.RestartStrategy;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * With a restart that has no sockets: that one was to be kept is told by that it was not found. The
 * sockets themselves are those of KeptSocketsIT.
 */
class DeparturesTest {
  private static final Duration LIMIT = Duration.ofSeconds(7);

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final Log log =
      Log.toStream(InstantSource.system(), new PrintStream(said, true, StandardCharsets.UTF_8));
  private final List<String> calls = new ArrayList<>();
  private final Containers containers = new Containers();
  private final RestartInPlace restart = Restarts.of(RestartStrategy.EXIT);
  private int connectionsLeft;
  private @Nullable Throwable failure;

  DeparturesTest() {
    containers.add(container());
  }

  @ParameterizedTest(name = "in place {0}, sockets kept {1}: looked for {2}")
  @CsvSource({
    "true, true, true",
    "true, false, false",
    "false, true, false",
    "false, false, false"
  })
  void socketsAreKeptInPlaceWhereTheSettingsSaySo(
      boolean inPlace, boolean keepSockets, boolean lookedFor) throws Exception {
    Departure unused = departures(keepSockets).begin(restart, inPlace);

    assertThat(said().contains("no listening socket was found at [127.0.0.1:8080]"))
        .isEqualTo(lookedFor);
    assertThat(calls).isEmpty();
  }

  @Test
  void connectorsComeToRestWithinTheLimit() throws Exception {
    Departures departures = departures(true);

    departures.quiesce(departures.begin(restart, false));

    assertThat(calls).containsExactly("rest by connections of class 44", "quiesce within PT7S");
    assertThat(said()).isEmpty();
  }

  @Test
  void connectionsThatDoNotEndAreTold() throws Exception {
    connectionsLeft = 3;
    Departures departures = departures(true);

    departures.quiesce(departures.begin(restart, false));

    assertThat(said()).contains("3 connections are still open after perennial.drain.limit");
  }

  @Test
  void aStopRefusesClientsAndKeepsNoSocket() throws Exception {
    departures(true).refuseClients(prepared(restart));

    assertThat(calls).containsExactly("rest by connections of class 44", "quiesce within PT7S");
    assertThat(said()).isEmpty();
  }

  @Test
  void aRestartThatIsNotPreparedLeavesClientsToTheContainer() throws Exception {
    departures(true).refuseClients(prepared(null));

    assertThat(calls).isEmpty();
    assertThat(said()).contains("connections are refused only by the container's own stop");
  }

  @Test
  void aContainerThatFailsIsTold() throws Exception {
    failure = new NoSuchMethodError("pause");

    departures(true).refuseClients(prepared(restart));

    assertThat(said()).contains("connections are refused only by the container's own stop");
  }

  @Test
  void anInterruptGoesOn() {
    failure = new InterruptedException("planted");

    assertThatThrownBy(() -> departures(true).refuseClients(prepared(restart)))
        .isInstanceOf(InterruptedException.class);
  }

  private Departures departures(boolean keepSockets) {
    return new Departures(containers, keepSockets, LIMIT, log);
  }

  private static PreparedRestart prepared(@Nullable RestartInPlace restart) {
    return new PreparedRestart(
        () -> Optional.ofNullable(restart),
        Path.of("handover.note"),
        null,
        new StartFileWatch(List::of, ZoneOffset.UTC),
        () -> false);
  }

  private String said() {
    return said.toString(StandardCharsets.UTF_8);
  }

  private Container container() {
    return (Container)
        Proxy.newProxyInstance(
            DeparturesTest.class.getClassLoader(),
            new Class<?>[] {Container.class},
            (proxy, method, args) ->
                switch (method.getName()) {
                  case "listeners" -> List.of(new Listener("127.0.0.1", 8080, "http"));
                  case "rest" -> {
                    calls.add("rest by connections of class " + args[0]);
                    yield null;
                  }
                  case "quiesce" -> {
                    if (failure != null) {
                      throw failure;
                    }
                    calls.add("quiesce within " + args[0]);
                    yield connectionsLeft;
                  }
                  default -> throw new AssertionError(method);
                });
  }
}
