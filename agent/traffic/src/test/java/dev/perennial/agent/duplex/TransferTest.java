package dev.perennial.agent.duplex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.perennial.agent.duplex.SuccessorDesk.Standing;
import dev.perennial.coordinator.transfer.Envelope;
import dev.perennial.coordinator.transfer.ItemId;
import dev.perennial.coordinator.transfer.Life;
import dev.perennial.coordinator.transfer.Message;
import dev.perennial.coordinator.transfer.Place;
import dev.perennial.coordinator.transfer.TransferLedger;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class TransferTest {
  private final TwoServers servers = new TwoServers();
  private final Map<String, String> here = servers.here.sessions;
  private final Map<String, String> there = servers.there.sessions;

  @AfterEach
  void end() {
    servers.close();
  }

  @Test
  void everySessionGoesInItsLastState() throws Exception {
    here.putAll(Map.of("a", "1", "b", "2", "c", "3"));
    Transfer transfer = servers.begin(1);
    Outbound outbound = servers.outbound(transfer);
    copyAll(transfer, outbound);
    here.put("b", "2 changed");
    TwoServers.own(transfer, ItemId.session("b"));

    Map<ItemId, Outbound.Refusal> refused = outbound.handOverAll(remaining(transfer));

    assertThat(refused).isEmpty();
    assertThat(here).isEmpty();
    assertThat(there)
        .containsOnly(Map.entry("a", "1"), Map.entry("b", "2 changed"), Map.entry("c", "3"));
    assertThat(isDone(transfer)).isTrue();
  }

  @Test
  void nothingIsInPlaceAtTheSuccessorBeforeItIsTaken() throws Exception {
    here.put("a", "1");
    Transfer transfer = servers.begin(1);

    copyAll(transfer, servers.outbound(transfer));

    assertThat(there).isEmpty();
    assertThat(transfer.place(ItemId.session("a"))).isEqualTo(Place.HERE);
  }

  @Test
  void whatHasNotChangedIsSentOnce() throws Exception {
    here.put("a", "1");
    Transfer transfer = servers.begin(1);
    Outbound outbound = servers.outbound(transfer);
    copyAll(transfer, outbound);
    TwoServers.own(transfer, ItemId.session("a"));

    copyAll(transfer, outbound);

    assertThat(outbound.copied()).isEqualTo(1);
    int pending = transfer.with(l -> l.source().pendingCount());
    assertThat(pending).isZero();
  }

  @Test
  void aSessionThatEndsWhileItIsCopiedDoesNotLiveOn() throws Exception {
    here.put("a", "1");
    Transfer transfer = servers.begin(1);
    Outbound outbound = servers.outbound(transfer);
    copyAll(transfer, outbound);

    here.remove("a");
    transfer
        .with(l -> l.source().ended(ItemId.session("a")))
        .ifPresent(m -> transfer.send(m).join());

    assertThat(outbound.handOverAll(remaining(transfer))).isEmpty();
    assertThat(there).isEmpty();
    assertThat(isDone(transfer)).isTrue();
  }

  @Test
  void aSessionThatCannotBeReadThereStaysAndTheOthersAreCopied() throws Exception {
    here.putAll(Map.of("a", "1", "b", "2"));
    servers.there.unreadable.add("a");
    Transfer transfer = servers.begin(1);

    copyAll(transfer, servers.outbound(transfer));

    assertThat(servers.there.staged).containsExactly("b=2");
    assertThat(transfer.left().all())
        .containsExactly(
            new Unmoved("a", "", "", "", "B cannot read it: class Cart is not known here"));
    assertThat(here).containsKey("a");
    int pending = transfer.with(l -> l.source().pendingCount());
    assertThat(pending).as("not tried again before it changes").isZero();
  }

  @Test
  void anAttributeThatCannotBeReadThereCostsThatAttribute() throws Exception {
    here.putAll(Map.of("a", "1 cart", "b", "2"));
    servers.there.unreadableAttributes.add("cart");
    Transfer transfer = servers.begin(1);
    Outbound outbound = servers.outbound(transfer);

    copyAll(transfer, outbound);
    copyAll(transfer, outbound);

    assertThat(servers.there.staged).containsExactlyInAnyOrder("a=1 ", "b=2");
    assertThat(transfer.left().all())
        .containsExactly(
            new Unmoved(
                "a",
                "localhost/shop",
                "cart",
                "String",
                "B cannot read it: class cart is not known here"));
    assertThat(outbound.handOverAll(remaining(transfer))).isEmpty();
    assertThat(there).containsOnly(Map.entry("a", "1 "), Map.entry("b", "2"));
  }

  @Test
  void anAttributeThatCameWithTheLastRequestCostsThatAttributeToo() throws Exception {
    here.putAll(Map.of("a", "1", "b", "2"));
    Transfer transfer = servers.begin(1);
    Outbound outbound = servers.outbound(transfer);
    copyAll(transfer, outbound);
    servers.there.unreadableAttributes.add("cart");
    here.put("a", "1 cart");

    assertThat(outbound.handOverAll(remaining(transfer))).isEmpty();

    assertThat(there).containsOnly(Map.entry("a", "1 "), Map.entry("b", "2"));
    assertThat(transfer.left().affected()).isEqualTo(1);
  }

  @Test
  void aChangeOfWhichNobodyToldIsHandedOver() throws Exception {
    here.put("a", "1");
    Transfer transfer = servers.begin(1);
    Outbound outbound = servers.outbound(transfer);
    copyAll(transfer, outbound);

    here.put("a", "2, by a thread of the application");

    assertThat(outbound.handOverAll(remaining(transfer))).isEmpty();
    assertThat(there).containsEntry("a", "2, by a thread of the application");
  }

  @Test
  void whatIsLeftBehindIsServedByNobodyAndItsOlderCopyIsForgotten() throws Exception {
    here.put("a", "1");
    Transfer transfer = servers.begin(1);
    copyAll(transfer, servers.outbound(transfer));
    assertThat(servers.desk.isKept(ItemId.session("a"))).isTrue();

    transfer.leave(ItemId.session("a"), "it fails").ifPresent(m -> transfer.send(m).join());
    transfer.touched(ItemId.session("a"));

    assertThat(transfer.place(ItemId.session("a"))).isEqualTo(Place.ENDED);
    assertThat(isDone(transfer)).isTrue();
    assertThat(servers.desk.isKept(ItemId.session("a"))).isFalse();
    servers.standing = Standing.GONE;
    servers.desk.tick();
    assertThat(there).isEmpty();
  }

  @Test
  void aLostSuccessorGivesEverythingBackAsItWas() throws Exception {
    here.put("a", "1");
    Transfer transfer = servers.begin(1);
    servers.outbound(transfer).handOverAll(remaining(transfer));
    assertThat(here).isEmpty();
    servers.standing = Standing.GONE;

    assertThat(transfer.peerIsOut(TwoServers.EPOCH + 1)).isEmpty();

    assertThat(here).containsEntry("a", "1");
    assertThat(transfer.place(ItemId.session("a"))).isEqualTo(Place.HERE);
  }

  @Test
  void whatChangesAtTheSuccessorComesBackWithALostSuccessor() throws Exception {
    here.putAll(Map.of("a", "1", "b", "2"));
    Transfer transfer = servers.begin(1);
    servers.outbound(transfer).handOverAll(remaining(transfer));

    there.put("a", "1 and more");
    servers.desk.touched("a");
    there.remove("b");
    servers.desk.ended("b");
    await().until(() -> servers.here.staged.contains("a=1 and more") && servers.desk.isSentBack());
    servers.standing = Standing.GONE;
    Set<ItemId> lost = transfer.peerIsOut(TwoServers.EPOCH + 1);

    assertThat(lost).isEmpty();
    assertThat(here).containsOnly(Map.entry("a", "1 and more"));
  }

  @Test
  void aSuccessorThatWasTakenForLostServesNothingOfItAnyMore() throws Exception {
    here.put("a", "1");
    Transfer transfer = servers.begin(1);
    servers.outbound(transfer).handOverAll(remaining(transfer));
    assertThat(servers.desk.isLeased("a")).isTrue();

    servers.standing = Standing.TOOK_BACK;

    await().until(there::isEmpty);
    await().until(() -> !servers.desk.isLeased("a"));
  }

  @Test
  void whatWasKeptReadyGoesOnHereWhenItsServerHasDied() throws Exception {
    here.putAll(Map.of("a", "1", "b", "2"));
    Transfer transfer = servers.begin(1);
    copyAll(transfer, servers.outbound(transfer));
    servers.desk.tick();
    assertThat(there).isEmpty();
    assertThat(servers.desk.isKept(ItemId.session("a"))).isTrue();

    servers.standing = Standing.LOST;
    servers.desk.tick();
    assertThat(there).as("it may be cut off, and serve them").isEmpty();

    servers.dead = true;
    servers.desk.tick();
    assertThat(there).containsOnly(Map.entry("a", "1"), Map.entry("b", "2"));
  }

  @Test
  void whatWasKeptReadyIsForgottenWhenItsServerGoesOn() throws Exception {
    here.put("a", "1");
    Transfer transfer = servers.begin(1);
    copyAll(transfer, servers.outbound(transfer));

    servers.standing = Standing.IN_SERVICE;
    servers.desk.tick();
    servers.standing = Standing.GONE;
    servers.desk.tick();

    assertThat(there).isEmpty();
  }

  @Test
  void aPartThatWasTakenComesBackWithItsChangesWhenALaterOneIsRefused() throws Exception {
    MemoryPart orders = new MemoryPart("orders", "3 orders");
    MemoryPart ordersThere = new MemoryPart("orders", "");
    servers.partsHere.add(orders);
    servers.partsThere.add(ordersThere);
    Transfer transfer = servers.begin(1);
    Outbound outbound = servers.outbound(transfer);
    servers.inventoryHere.pause(orders, Duration.ofSeconds(1));
    TwoServers.own(transfer, ItemId.part("orders"));
    assertThat(outbound.handOver(ItemId.part("orders"))).isEmpty();
    assertThat(ordersThere.state).isEqualTo("3 orders");
    ordersThere.state = "4 orders";

    transfer.send(transfer.with(l -> l.source().abort("part stock is refused"))).join();

    await().until(() -> transfer.with(l -> l.source().settled()));
    assertThat(orders.state).isEqualTo("4 orders");
    assertThat(orders.paused).isFalse();
    assertThat(transfer.place(ItemId.part("orders"))).isEqualTo(Place.HERE);
  }

  /** It was cut off while it handed over; in the same life it may ask for what it handed over. */
  private static boolean nobodyReturns() {
    return Thread.getAllStackTraces().keySet().stream()
        .noneMatch(thread -> thread.getName().equals("perennial-return"));
  }

  @Test
  void whoWasTakenForLostGetsBackWhatItAsksFor() throws Exception {
    servers.here.sessions.put("a", "1");
    Transfer transfer = servers.begin(1);
    servers.standing = Standing.LOST;
    assertThat(servers.outbound(transfer).handOverAll(transfer.with(l -> l.source().remaining())))
        .isEmpty();
    assertThat(servers.there.sessions).containsKey("a");
    // Who sends changes back has nothing to do for a server that is lost.
    await().until(TransferTest::nobodyReturns);

    transfer.send(transfer.with(l -> l.source().abort("too much would stay behind"))).join();

    await().until(() -> transfer.with(l -> l.source().settled()));
    assertThat(servers.here.sessions).containsKey("a");
    assertThat(servers.there.sessions).isEmpty();
  }

  @Test
  void aRefusedPartStaysHereAndSaysWhy() throws Exception {
    MemoryPart orders = new MemoryPart("orders", "3 orders");
    MemoryPart ordersThere = new MemoryPart("orders", "");
    ordersThere.refuses = true;
    servers.partsHere.add(orders);
    servers.partsThere.add(ordersThere);
    Transfer transfer = servers.begin(1);
    servers.inventoryHere.pause(orders, Duration.ofSeconds(1));
    TwoServers.own(transfer, ItemId.part("orders"));

    assertThat(servers.outbound(transfer).handOver(ItemId.part("orders")))
        .hasValueSatisfying(why -> assertThat(why.reason()).contains("it is of another version"));
    assertThat(transfer.place(ItemId.part("orders"))).isEqualTo(Place.HERE);
    assertThat(servers.inventoryHere.unpauseAll()).isEmpty();
    assertThat(orders.paused).isFalse();
  }

  @Test
  void aSessionInDoubtIsLeftAloneUntilTheSuccessorIsKnownToBeOut() throws Exception {
    here.put("a", "1");
    Transfer transfer = servers.begin(1);
    servers.network =
        (message, delivery) -> CompletableFuture.failedFuture(new IOException("connection reset"));
    servers.successorOut = true;

    assertThat(servers.outbound(transfer).handOver(ItemId.session("a"))).isPresent();

    assertThat(transfer.place(ItemId.session("a"))).isEqualTo(Place.IN_DOUBT);
    assertThat(transfer.peerIsOut(TwoServers.EPOCH + 1)).isEmpty();
    assertThat(transfer.place(ItemId.session("a"))).isEqualTo(Place.HERE);
    assertThat(here).containsKey("a");
  }

  @Test
  void anOlderRoundAnotherLifeAndAnotherSenderAreRefused() throws Exception {
    here.put("a", "1");
    Transfer old = servers.begin(1);
    servers.begin(2);
    servers.successorOut = true;

    assertThat(servers.outbound(old).handOver(ItemId.session("a"))).isPresent();

    assertThat(there).isEmpty();
    assertThat(servers.ask(envelope(new Life("A", 0), TwoServers.B, 9)))
        .isInstanceOf(Message.Refused.class);
    assertThat(servers.ask(envelope(TwoServers.A, new Life("B", 3), 9)))
        .isInstanceOf(Message.Refused.class);
    assertThatThrownBy(() -> servers.ask(envelope(new Life("C", 1), TwoServers.B, 9)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("in the name of C");
  }

  private Envelope envelope(Life from, Life to, long round) {
    return new Envelope(from, to, round, servers.offer());
  }

  /**
   * Requests and answers are lost and doubled at random; every session still has one owner and its
   * last state.
   */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void lossAndDuplicationChangeNothing(int seed) throws Exception {
    for (int i = 0; i < 20; i++) {
      here.put("s" + i, "state " + i);
    }
    Transfer transfer = servers.begin(1);
    Outbound outbound = servers.outbound(transfer);
    Random random = new Random(seed);
    servers.network = (message, delivery) -> spoilt(random.nextInt(10), delivery);
    try {
      copyAll(transfer, outbound);
    } catch (HandoverException e) {
      // A lost answer ends a pass; the sessions that were not acknowledged go with the switch-over.
      assertThat(e.getMessage()).contains("lost");
    }
    for (int i = 0; i < 20; i += 3) {
      here.put("s" + i, "changed " + i);
      TwoServers.own(transfer, ItemId.session("s" + i));
    }
    Map<String, String> expected = new TreeMap<>(here);

    while (!remaining(transfer).isEmpty()) {
      outbound.handOverAll(remaining(transfer));
    }

    assertThat(there).containsExactlyInAnyOrderEntriesOf(expected);
    assertThat(here).isEmpty();
  }

  private static CompletableFuture<byte[]> spoilt(int fate, TwoServers.Delivery delivery) {
    if (fate < 2) {
      return CompletableFuture.failedFuture(new IOException("request lost"));
    }
    CompletableFuture<byte[]> answer = delivery.deliver();
    if (fate < 4) {
      return CompletableFuture.failedFuture(new IOException("answer lost"));
    }
    return fate < 6 ? delivery.deliver() : answer;
  }

  private static void copyAll(Transfer transfer, Outbound outbound) throws Exception {
    long unused = outbound.copy(transfer.with(l -> l.source().pending()));
  }

  private static Set<ItemId> remaining(Transfer transfer) {
    return transfer.with((TransferLedger l) -> l.source().remaining());
  }

  private static boolean isDone(Transfer transfer) {
    return transfer.with(l -> l.source().allDone());
  }
}
