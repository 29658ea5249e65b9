package dev.perennial.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.agent.container.Container;
import dev.perennial.agent.container.ContainerEvents;
import dev.perennial.agent.container.Exchange;
import dev.perennial.agent.container.Gate;
import dev.perennial.agent.fake.FakeAdapter;
import dev.perennial.agent.fake.FakeContainerLoader;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BridgeHandlerTest {
  private final RecordedEvents events = new RecordedEvents();
  private final List<Throwable> failures = new ArrayList<>();

  @Test
  void whatAContainerReportsGoesToTheHooksBesideIt() throws Exception {
    BridgeHandler handler = handler(new FakeAdapter("good", "GoodHooks"));
    Object connector = new FakeContainerLoader().connector();

    assertThat(handler.onEnter(connector, "request", "response")).isTrue();
    handler.onExit(connector, "request", "response");
    handler.onEvent(1, connector, null);

    assertThat(events.said).containsExactly("enter", "exit", "event");
    assertThat(failures).isEmpty();
  }

  @Test
  void whatNoAdapterOwnsPassesAsWithoutTheAgent() {
    BridgeHandler handler = handler(new FakeAdapter("good", "GoodHooks"));

    assertThat(handler.onEnter("no connector", "request", "response")).isFalse();
    assertThat(events.said).isEmpty();
  }

  @Test
  void adaptersThatCannotTellOrCannotBeMadeLeaveTheContainerToTheNext() throws Exception {
    BridgeHandler handler =
        handler(
            new FakeAdapter("deaf", "GoodHooks"),
            new FakeAdapter("missing", "NoSuchHooks"),
            new FakeAdapter("unmakeable", "UnmakeableHooks"),
            new FakeAdapter("good", "GoodHooks"));
    Object connector = new FakeContainerLoader().connector();

    assertThat(handler.onEnter(connector, "request", "response")).isTrue();
    assertThat(handler.onEnter(connector, "request", "response")).isTrue();

    assertThat(events.said).containsExactly("enter", "enter");
    // Each once, not for each request.
    assertThat(failures).hasSize(3);
  }

  @Test
  void whereNoAdapterCanBeMadeTheContainerRunsAsWithoutTheAgent() throws Exception {
    BridgeHandler handler = handler(new FakeAdapter("unmakeable", "UnmakeableHooks"));

    assertThat(handler.onEnter(new FakeContainerLoader().connector(), "", "")).isFalse();
    assertThat(handler.onEnter(new FakeContainerLoader().connector(), "", "")).isFalse();
    assertThat(failures).hasSize(2);
  }

  /** Woven code counts it, see the advice. */
  @Test
  void whatHooksThrowReachesTheWovenCode() throws Exception {
    BridgeHandler handler = handler(new FakeAdapter("throwing", "ThrowingHooks"));
    Object connector = new FakeContainerLoader().connector();

    assertThatThrownBy(() -> handler.onEnter(connector, "", "")).hasMessage("enter");
    assertThatThrownBy(() -> handler.onExit(connector, "", "")).hasMessage("exit");
    assertThatThrownBy(() -> handler.onEvent(1, connector, null)).hasMessage("event");
  }

  @Test
  void containersThatRanBeforeAreFoundThoughOneAdapterFailsToLook() throws Exception {
    BridgeHandler good = handler(new FakeAdapter("good", "GoodHooks"));
    BridgeHandler throwing = handler(new FakeAdapter("throwing", "ThrowingHooks"));
    Class<?>[] loaded = {
      String.class,
      new FakeContainerLoader().connector().getClass(),
      new FakeContainerLoader().connector().getClass()
    };

    good.discover(loaded);
    assertThat(events.said).containsExactly("discover", "discover");
    throwing.discover(loaded);
    assertThat(failures).extracting(Throwable::getMessage).containsExactly("discover", "discover");
  }

  @Test
  void lookingTheHooksUpAllocatesNothing() throws Exception {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    BridgeHandler handler = handler(new FakeAdapter("unmakeable", "UnmakeableHooks"));
    Object connector = new FakeContainerLoader().connector();
    long id = Thread.currentThread().getId();
    pass(handler, connector);
    threads.getThreadAllocatedBytes(id);

    long before = threads.getThreadAllocatedBytes(id);
    pass(handler, connector);
    long after = threads.getThreadAllocatedBytes(id);

    // One object for each of the 60,000 calls would be some 960,000.
    assertThat(after - before).isLessThan(20_000);
  }

  private static void pass(BridgeHandler handler, Object connector) {
    for (int i = 0; i < 20_000; i++) {
      handler.onEnter(connector, "request", "response");
      handler.onEvent(1, connector, null);
      handler.onExit(connector, "request", "response");
    }
  }

  private BridgeHandler handler(FakeAdapter... adapters) {
    return new BridgeHandler(Adapters.of(adapters), new ClosedGate(), events, failures::add);
  }

  private static final class ClosedGate implements Gate {
    @Override
    public boolean enter(Exchange exchange) {
      return true;
    }

    @Override
    public void exit(Exchange exchange) {}

    @Override
    public void finishing(Exchange exchange) {}
  }

  private static final class RecordedEvents implements ContainerEvents {
    final List<String> said = new ArrayList<>();

    @Override
    public void found(Container container) {}

    @Override
    public void made(String id) {}

    @Override
    public void touched(String id) {
      said.add(id);
    }

    @Override
    public void removed(String id) {}

    @Override
    public void renamed(String id, String newId) {}

    @Override
    public void applicationStarting(Container container, String application) {}

    @Override
    public void stopping(Container container) {}
  }
}
