package dev.perennial.agent.ids;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.coordinator.transfer.Message.Ids;
import dev.perennial.coordinator.transfer.Message.WhichIds;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a server promises of sessions to come, and that it keeps it. By the real clock. */
@Timeout(60)
final class OwnPromisesTest {
  private static final int MILLIS = PeerIds.PROMISE_MILLIS;

  private final OwnIds own = new OwnIds(new byte[IdHash.KEY_BYTES], System::nanoTime);

  private Ids ask(int promiseMillis, boolean apart) {
    return own.since(new WhichIds(3, 1, 0, promiseMillis), 3, apart);
  }

  private void list(boolean complete) {
    Ids unused = ask(0, true);
    own.renew(() -> List.of("old"), () -> complete);
  }

  private static long sincePromise(long promised) {
    return System.nanoTime() - promised - TimeUnit.MILLISECONDS.toNanos(MILLIS);
  }

  @Test
  void whoMakesASessionWaitsUntilNothingIsPromised() {
    list(true);
    long promised = System.nanoTime();
    assertThat(ask(MILLIS, true).promiseMillis()).isEqualTo(MILLIS);

    own.made("new");

    assertThat(sincePromise(promised)).isNotNegative();
  }

  /** Or under a flood nobody could make a session. */
  @Test
  void whatIsPromisedMeanwhileHoldsNobodyUp() throws Exception {
    list(true);
    Ids unused = ask(MILLIS, true);
    Thread maker = new Thread(() -> own.made("new"));
    maker.start();

    Awaitility.await()
        .pollInterval(Duration.ofMillis(1))
        .atMost(Duration.ofSeconds(50))
        .until(
            () -> {
              Ids later = ask(MILLIS, true);
              assertThat(later.promiseMillis()).isEqualTo(MILLIS);
              return later.bytes().length() == Long.BYTES && !maker.isAlive();
            });
  }

  @Test
  void anInterruptWaitsForIt() {
    list(true);
    long promised = System.nanoTime();
    Ids unused = ask(MILLIS, true);
    Thread.currentThread().interrupt();

    own.made("new");

    assertThat(Thread.interrupted()).isTrue();
    assertThat(sincePromise(promised)).isNotNegative();
  }

  @Test
  void nothingIsPromisedUnlessEachSessionIsToldOf() {
    list(false);

    assertThat(ask(MILLIS, true).promiseMillis()).isZero();
    assertThat(ask(MILLIS, true).kind()).isEqualTo(Ids.Kind.ADDED);
  }

  @Test
  void nothingIsPromisedWithoutAList() {
    assertThat(ask(MILLIS, true).promiseMillis()).isZero();
    list(true);
    assertThat(ask(MILLIS, false).promiseMillis()).isZero();
    list(true);
    own.forget();
    assertThat(ask(MILLIS, true).promiseMillis()).isZero();
  }

  @Test
  void nothingIsPromisedThatWasNotAskedFor() {
    list(true);

    assertThat(ask(0, true).promiseMillis()).isZero();
    assertThat(ask(-1, true).promiseMillis()).isZero();
    assertThat(ask(Integer.MAX_VALUE, true).promiseMillis()).isEqualTo(MILLIS);
  }
}
