package dev.perennial.agent.duplex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.perennial.agent.container.CaptureException;
import dev.perennial.agent.duplex.SuccessorDesk.Standing;
import dev.perennial.coordinator.transfer.ItemId;
import dev.perennial.coordinator.transfer.Place;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An application's own code runs in each capture, build and publication, and may throw anything. An
 * error in writeObject once made the ledger take the session as unchanged, and the successor served
 * an older copy.
 */
@Timeout(20)
final class BrokenApplicationTest {
  private static final ItemId A = ItemId.session("a");
  private static final ItemId ORDERS = ItemId.part("orders");

  private final TwoServers servers = new TwoServers();
  private final Map<String, String> here = servers.here.sessions;
  private final Map<String, String> there = servers.there.sessions;

  @AfterEach
  void end() {
    servers.close();
  }

  static Stream<Throwable> whatever() {
    return Stream.of(
        new IllegalStateException("a bug"),
        new NoClassDefFoundError("com/shop/Cart"),
        new StackOverflowError(),
        new OutOfMemoryError("Java heap space"),
        new AssertionError("a claim"),
        new IOException("checked, and not declared"),
        new Wordless(),
        new Throwable("neither exception nor error"));
  }

  /** Fails even in saying what it is. */
  @SuppressWarnings("OverrideThrowableToString") // as an application may
  private static final class Wordless extends Error {
    private static final long serialVersionUID = 1L;

    @Override
    public String toString() {
      throw new IllegalStateException("no words");
    }
  }

  @ParameterizedTest
  @MethodSource("whatever")
  void whatCannotBeCapturedStaysAndNoOlderCopyIsServed(Throwable thrown) throws Exception {
    here.putAll(Map.of("a", "1", "b", "2"));
    Transfer transfer = servers.begin(1);
    Outbound outbound = servers.outbound(transfer);
    long copied = outbound.copy(transfer.with(l -> l.source().pending()));
    assertThat(copied).isEqualTo(2);
    here.put("a", "1 changed");
    TwoServers.own(transfer, A);
    servers.here.capturing.put("a", thrown);

    for (int turn = 0; turn < 3; turn++) {
      assertThat(outbound.handOverAll(remaining(transfer))).containsOnlyKeys(A);

      assertThat(there).containsOnly(Map.entry("b", "2"));
      assertThat(transfer.place(A)).isEqualTo(Place.HERE);
      assertThat(transfer.<Set<ItemId>>with(l -> l.source().pending())).containsExactly(A);
    }
    servers.here.capturing.clear();
    assertThat(outbound.handOverAll(remaining(transfer))).isEmpty();
    assertThat(there).containsEntry("a", "1 changed");
  }

  @ParameterizedTest
  @MethodSource("whatever")
  void whatCannotBeCapturedIsNamedAndTheOthersAreSent(Throwable thrown) throws Exception {
    here.putAll(Map.of("a", "1", "b", "2", "c", "3"));
    Transfer transfer = servers.begin(1);
    servers.here.capturing.put("a", thrown);

    long sent = servers.outbound(transfer).copy(transfer.with(l -> l.source().pending()));

    assertThat(sent).isEqualTo(2);
    assertThat(servers.there.staged).containsExactlyInAnyOrder("b=2", "c=3");
    assertThat(transfer.left().all()).extracting(Unmoved::session).containsExactly("a");
    assertThat(transfer.left().all().get(0).reason())
        .startsWith("it cannot be written here: ")
        .contains(thrown.getClass().getName());
  }

  @Test
  void anInterruptThatTheApplicationThrowsIsStillAnInterrupt() {
    here.put("a", "1");
    servers.here.capturing.put("a", new InterruptedException());

    assertThatThrownBy(() -> servers.inventoryHere.capture(A, Map.of(), Duration.ofSeconds(5)))
        .isInstanceOf(CaptureException.class);

    assertThat(Thread.interrupted()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("whatever")
  void whatCannotBeBuiltIsNamedAndTheOthersAreSent(Throwable thrown) throws Exception {
    here.putAll(Map.of("a", "1", "b", "2"));
    Transfer transfer = servers.begin(1);
    servers.there.staging.put("a", thrown);

    long unused = servers.outbound(transfer).copy(transfer.with(l -> l.source().pending()));

    assertThat(servers.there.staged).containsExactly("b=2");
    assertThat(transfer.left().all().get(0).reason())
        .startsWith("B cannot read it: ")
        .contains(thrown.getClass().getName());
  }

  /** An item that goes on arriving there, and is in doubt here, would be nobody's for ever. */
  @ParameterizedTest
  @MethodSource("whatever")
  void whatCannotBePutInPlaceIsStillHere(Throwable thrown) throws Exception {
    here.put("a", "1");
    Transfer transfer = servers.begin(1);
    Outbound outbound = servers.outbound(transfer);
    servers.there.publishing.put("a", thrown);

    assertThat(outbound.handOver(A))
        .hasValueSatisfying(
            why -> {
              assertThat(why.unfit()).isTrue();
              assertThat(why.reason()).contains(thrown.getClass().getName());
            });

    assertThat(there).isEmpty();
    assertThat(here).containsEntry("a", "1");
    assertThat(transfer.place(A)).isEqualTo(Place.HERE);
    servers.there.publishing.clear();
    assertThat(outbound.handOver(A)).isEmpty();
    assertThat(there).containsEntry("a", "1");
  }

  @Test
  void whatCannotBePutInPlaceAfterADeathIsLostAlone() throws Exception {
    here.putAll(Map.of("a", "1", "b", "2", "c", "3"));
    Transfer transfer = servers.begin(1);
    long copied = servers.outbound(transfer).copy(transfer.with(l -> l.source().pending()));
    assertThat(copied).isEqualTo(3);
    servers.there.publishing.put("a", new NoClassDefFoundError("com/shop/Cart"));

    servers.standing = Standing.GONE;
    servers.desk.tick();

    assertThat(there).containsOnly(Map.entry("b", "2"), Map.entry("c", "3"));
    assertThat(servers.log).anyMatch(line -> line.contains("1 known ones are lost"));
  }

  @Test
  void anErrorInACaptureDoesNotEndTheSendingBack() throws Exception {
    here.putAll(Map.of("a", "1", "b", "2"));
    Transfer transfer = servers.begin(1);
    assertThat(servers.outbound(transfer).handOverAll(remaining(transfer))).isEmpty();

    servers.there.capturing.put("a", new NoClassDefFoundError("com/shop/Cart"));
    there.put("a", "1 changed");
    servers.desk.touched("a");
    there.put("b", "2 changed");
    servers.desk.touched("b");

    await().until(() -> servers.here.staged.contains("b=2 changed"));
    assertThat(servers.desk.isSentBack()).isFalse();
    servers.there.capturing.clear();
    await().until(() -> servers.here.staged.contains("a=1 changed") && servers.desk.isSentBack());
  }

  @ParameterizedTest
  @MethodSource("whatever")
  void aPartThatIsRefusedRunsOnAtBothServers(Throwable thrown) throws Exception {
    MemoryPart orders = new MemoryPart("orders", "3 orders");
    MemoryPart ordersThere = new MemoryPart("orders", "of its own");
    servers.partsHere.add(orders);
    servers.partsThere.add(ordersThere);
    ordersThere.failures.put("resume", thrown);
    Transfer transfer = servers.begin(1);
    servers.inventoryHere.pause(orders, Duration.ofSeconds(1));
    TwoServers.own(transfer, ORDERS);

    assertThat(servers.outbound(transfer).handOver(ORDERS))
        .hasValueSatisfying(why -> assertThat(why.reason()).contains(thrown.getClass().getName()));

    assertThat(transfer.place(ORDERS)).isEqualTo(Place.HERE);
    assertThat(ordersThere.paused).isFalse();
    assertThat(ordersThere.state).isEqualTo("of its own");
    assertThat(servers.inventoryHere.unpauseAll()).isEmpty();
    assertThat(orders.paused).isFalse();
  }

  @ParameterizedTest
  @MethodSource("whatever")
  void oneFailingPartKeepsNoOtherPaused(Throwable thrown) throws Exception {
    MemoryPart orders = new MemoryPart("orders", "3 orders");
    MemoryPart stock = new MemoryPart("stock", "7 items");
    MemoryPart queue = new MemoryPart("queue", "");
    servers.inventoryHere.pause(orders, Duration.ofSeconds(1));
    servers.inventoryHere.pause(stock, Duration.ofSeconds(1));
    queue.failures.put("pause", thrown);
    orders.failures.put("unpause", thrown);
    stock.failures.put("unpause", thrown);

    assertThatThrownBy(() -> servers.inventoryHere.pause(queue, Duration.ofSeconds(1)))
        .isInstanceOf(MovablePart.PartException.class)
        .hasMessageContaining(thrown.getClass().getName());
    assertThat(servers.inventoryHere.unpauseAll()).hasSize(2);

    assertThat(orders.paused || stock.paused || queue.paused).isFalse();
  }

  private static Set<ItemId> remaining(Transfer transfer) {
    return transfer.with(l -> l.source().remaining());
  }
}
