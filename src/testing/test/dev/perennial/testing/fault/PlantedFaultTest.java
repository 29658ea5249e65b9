package dev.perennial.testing.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.agent.container.Capture;
import dev.perennial.agent.container.CaptureException;
import dev.perennial.agent.container.Container;
import dev.perennial.agent.container.ContainerEvents;
import dev.perennial.agent.container.MemoryContainer;
import dev.perennial.agent.duplex.MovablePart;
import dev.perennial.agent.gate.Named;
import dev.perennial.agent.gate.Route;
import dev.perennial.agent.gate.Router;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PlantedFaultTest {
  private static final Route AWAY = new Route.Elsewhere("s2", false);

  private final MemoryContainer real = new MemoryContainer();
  private final List<Container> found = new ArrayList<>();
  private final FakePart part = new FakePart();

  @ParameterizedTest
  @EnumSource
  void eachFaultIsKnownByItsName(Fault fault) {
    assertThat(new PlantedFault(fault.text())).asString().contains("FAULT " + fault.text());
  }

  @Test
  void anUnknownFaultIsRefusedWithWhatIsAllowed() {
    assertThatThrownBy(() -> new PlantedFault("fire"))
        .hasMessage(
            "testing.fault=fire: allowed is drop-last-delta, double-owner, lost-part, new-session");
    assertThatThrownBy(PlantedFault::new).hasMessageContaining("testing.fault=null");
  }

  private static @Nullable Capture capture(Container container) throws CaptureException {
    return container.capture("a", Map.of(), Duration.ofSeconds(5));
  }

  @Test
  void aContainerKeepsItsOneDecoration() {
    ContainerEvents events = new PlantedFault("double-owner").events(new Found());

    events.found(real);
    events.applicationStarting(real, "shop");

    assertThat(found).hasSize(2).containsOnly(found.get(0)).doesNotContain(real);
  }

  @Test
  void dropLastDeltaCapturesTheStateBeforeTheLastChange() throws Exception {
    Container container = decorated(new PlantedFault("drop-last-delta"));
    real.sessions.put("a", "one");
    assertThat(state(container)).isEqualTo("one");

    real.sessions.put("a", "two");
    assertThat(state(container)).isEqualTo("one");
    assertThat(state(container)).as("looked at again").isEqualTo("one");

    real.sessions.put("a", "three");
    assertThat(state(container)).isEqualTo("two");

    real.sessions.clear();
    assertThat(capture(container)).isNull();
  }

  @Test
  void doubleOwnerServesWhatHasLeft() throws Exception {
    PlantedFault fault = new PlantedFault("double-owner");
    Container container = decorated(fault);
    Router router = fault.router(new FakeRouter());
    real.sessions.put("a", "one");
    real.sessions.put("b", "one");

    var detached = container.detach("a");

    assertThat(real.sessions).as("still in it").containsKey("a");
    assertThat(container.sessionIds()).containsExactly("b");
    assertThat(container.hasSession("a")).isFalse();
    assertThat(capture(container)).isNull();
    assertThat(router.route(new Named("", List.of("a")))).isEqualTo(Route.HERE);
    assertThat(router.isHere(new Named("", List.of("a")), false, true)).isTrue();
    assertThat(router.route(new Named("", List.of("a")))).as("not for ever").isEqualTo(AWAY);
    assertThat(router.route(new Named("", List.of("b")))).as("has not left").isEqualTo(AWAY);

    detached.publish();
    assertThat(container.hasSession("a")).as("taken back").isTrue();
  }

  @Test
  void newSessionServesWhatIsUnknownWithoutAskingAnybody() throws Exception {
    PlantedFault fault = new PlantedFault("new-session");
    Container container = decorated(fault);
    Router router = fault.router(new FakeRouter());
    real.sessions.put("a", "one");

    assertThat(router.route(new Named("", List.of("x")))).isEqualTo(Route.HERE);
    assertThat(router.route(new Named("", List.of()))).isEqualTo(AWAY);
    assertThat(router.route(new Named("", List.of("a")))).as("is here: as always").isEqualTo(AWAY);

    var unused = container.detach("a");
    assertThat(router.route(new Named("", List.of("a"))))
        .as("handed over: as always")
        .isEqualTo(AWAY);
  }

  @Test
  void lostPartGoesOnWithItsOwnState() throws Exception {
    MovablePart decorated = new PlantedFault("lost-part").part(part);

    decorated.pause(Duration.ZERO);
    assertThat(decorated.capture()).isEqualTo("own".getBytes(StandardCharsets.UTF_8));
    decorated.resume("other".getBytes(StandardCharsets.UTF_8));

    assertThat(part.state).isEqualTo("own");
    assertThat(part.paused).isFalse();
  }

  private Container decorated(PlantedFault fault) {
    fault.events(new Found()).found(real);
    return found.get(0);
  }

  private static String state(Container container) throws Exception {
    Capture capture = capture(container);
    assertThat(capture).isNotNull();
    return new String(
        capture.bytes(), 0, capture.bytes().length - Capture.CLOCK_BYTES, StandardCharsets.UTF_8);
  }

  /** Sends everything elsewhere. */
  private static final class FakeRouter implements Router {
    @Override
    public Route route(Named sessions) {
      return AWAY;
    }

    @Override
    public boolean isHere(Named sessions, boolean asNew, boolean away) {
      return false;
    }

    @Override
    public void forget(Named sessions) {}
  }

  private static final class FakePart implements MovablePart {
    String state = "own";
    boolean paused;

    @Override
    public String name() {
      return "part";
    }

    @Override
    public void pause(Duration limit) {
      paused = true;
    }

    @Override
    public byte[] capture() {
      return state.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void unpause() {
      paused = false;
    }

    @Override
    public void resume(byte[] other) {
      state = new String(other, StandardCharsets.UTF_8);
      paused = false;
    }
  }

  private final class Found implements ContainerEvents {
    @Override
    public void found(Container container) {
      found.add(container);
    }

    @Override
    public void made(String id) {}

    @Override
    public void touched(String id) {}

    @Override
    public void removed(String id) {}

    @Override
    public void renamed(String id, String newId) {}

    @Override
    public void applicationStarting(Container container, String application) {
      found.add(container);
    }

    @Override
    public void stopping(Container container) {}
  }
}
