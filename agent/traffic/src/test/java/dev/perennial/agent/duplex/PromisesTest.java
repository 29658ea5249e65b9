package dev.perennial.agent.duplex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.ids.Flood;
import dev.perennial.agent.ids.KnownIds;
import dev.perennial.coordinator.transfer.ItemId;
import dev.perennial.coordinator.transfer.Message.Ids;
import dev.perennial.coordinator.transfer.StateBytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The clock stands at 0 ms unless a test lets time pass. */
final class PromisesTest {
  private static final List<String> BOTH = List.of("A", "B");
  private static final List<ItemId> IDS = List.of(ItemId.session("x"));
  private static final int KEY_BYTES = 16;
  private static final int FILTER_BYTES = 2_056;

  private final List<String> renewals = new ArrayList<>();
  private final KnownIds known = new KnownIds(server -> 1, server -> 0, () -> 0);
  private long now;
  private final Promises promises = new Promises(known, new Flood(0), renewals::add, () -> now);

  /** One promises for 100 ms that it has nothing but what is in its list: nothing, or anything. */
  private void promises(String server, boolean nothing) {
    byte[] list = new byte[KEY_BYTES + FILTER_BYTES];
    if (!nothing) {
      Arrays.fill(list, (byte) -1);
    }
    known.of(server).learned(new Ids(1, 1, 0, Ids.Kind.ALL, new StateBytes(list), 100), now);
  }

  @Test
  void allMustHavePromised() {
    assertThat(promises.haveAll(BOTH, IDS)).isFalse();
    promises("A", true);
    assertThat(promises.haveAll(BOTH, IDS)).isFalse();
    assertThat(promises.withoutPromise(BOTH, IDS)).containsExactly("B");

    promises("B", true);

    assertThat(promises.haveAll(BOTH, IDS)).isTrue();
    assertThat(promises.withoutPromise(BOTH, IDS)).isEmpty();
  }

  @Test
  void whatIsInAListIsAskedFor() {
    promises("A", true);
    promises("B", false);

    assertThat(promises.haveAll(BOTH, IDS)).isFalse();
    assertThat(promises.withoutPromise(BOTH, IDS)).containsExactly("B");
  }

  @Test
  void aPromiseEnds() {
    promises("A", true);
    now = TimeUnit.MILLISECONDS.toNanos(99);
    assertThat(promises.haveAll(List.of("A"), IDS)).isTrue();

    now = TimeUnit.MILLISECONDS.toNanos(100);

    assertThat(promises.haveAll(List.of("A"), IDS)).isFalse();
  }

  /** Else it would end in the middle of a flood, as nobody has to be asked any more. */
  @Test
  void whatAllHavePromisedIsCountedAndRenewedInAFlood() {
    promises("A", true);
    promises("B", true);
    for (int i = 0; i < 49; i++) {
      assertThat(promises.haveAll(BOTH, IDS)).isTrue();
    }
    assertThat(renewals).isEmpty();

    assertThat(promises.haveAll(BOTH, IDS)).isTrue();

    assertThat(renewals).containsExactly("A", "B");
  }

  /** It is counted when it is asked for. */
  @Test
  void whatIsNotPromisedIsNotCountedTwice() {
    for (int i = 0; i < 200; i++) {
      assertThat(promises.haveAll(BOTH, IDS)).isFalse();
    }
    assertThat(promises.withoutPromise(BOTH, IDS)).isEqualTo(BOTH);
    assertThat(renewals).isEmpty();
  }
}
