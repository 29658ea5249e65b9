package dev.perennial.agent.duplex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.coordinator.transfer.Life;
import dev.perennial.coordinator.transfer.Place;
import dev.perennial.coordinator.transfer.TransferLedger;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ConfirmationTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final TwoServers servers = new TwoServers();

  @AfterEach
  void end() {
    servers.close();
  }

  @Test
  void whoHasWhatWasHandedOverSaysSoAsOftenAsItIsAsked() throws Exception {
    Transfer transfer = handedOver();

    assertThat(confirmation(transfer, LONG).missing()).isEmpty();
    assertThat(confirmation(transfer, LONG).missing()).isEmpty();
    assertThat(servers.there.sessions).containsKey("a");
  }

  @Test
  void aLostAnswerIsAskedForAgain() throws Exception {
    Transfer transfer = handedOver();
    AtomicInteger asked = new AtomicInteger();
    servers.network =
        (message, deliver) ->
            asked.incrementAndGet() < 3
                ? CompletableFuture.failedFuture(new IOException("reset"))
                : deliver.deliver();

    assertThat(confirmation(transfer, LONG).missing()).isEmpty();
    assertThat(asked).hasValue(3);
  }

  @Test
  void aDeadServerConfirmsNothing() throws Exception {
    Transfer transfer = handedOver();
    servers.network =
        (message, deliver) -> CompletableFuture.failedFuture(new IOException("refused"));

    assertThat(confirmation(transfer, Duration.ofMillis(300)).missing())
        .isEqualTo(TwoServers.B + " does not confirm that it has what was handed over: refused");
  }

  @Test
  void noMoreDoesOneThatStandsStill() throws Exception {
    Transfer transfer = handedOver();
    servers.network = (message, deliver) -> new CompletableFuture<>();

    assertThat(confirmation(transfer, Duration.ofMillis(300)).missing())
        .endsWith("no answer within 300 ms");
  }

  @Test
  void theNextLifeOfItHasNothing() throws Exception {
    handedOver();
    Life next = new Life("B", TwoServers.B.incarnation() + 1);
    Transfer toNextLife =
        new Transfer(
            new TransferLedger(TwoServers.A, next, RoundNumber.of(TwoServers.A, next, 1), 0),
            servers.inventoryHere,
            servers::toB);

    assertThat(confirmation(toNextLife, Duration.ofMillis(1)).missing())
        .contains("is not known here");
  }

  @Test
  void whoeverWasTakenForLostHasItNoMore() throws Exception {
    Transfer transfer = handedOver();
    servers.standing = SuccessorDesk.Standing.TOOK_BACK;
    Awaitility.await().atMost(LONG).until(() -> servers.there.sessions.isEmpty());

    assertThat(confirmation(transfer, Duration.ofMillis(1)).missing())
        .endsWith("the round is over there");
  }

  private static Confirmation confirmation(Transfer transfer, Duration limit) {
    return new Confirmation(transfer, limit, System::nanoTime);
  }

  private Transfer handedOver() throws Exception {
    servers.here.sessions.put("a", "1");
    Transfer transfer = servers.begin(1);
    assertThat(servers.outbound(transfer).handOverAll(transfer.with(l -> l.source().remaining())))
        .isEmpty();
    assertThat(transfer.in(Place.AWAY)).hasSize(1);
    return transfer;
  }
}
