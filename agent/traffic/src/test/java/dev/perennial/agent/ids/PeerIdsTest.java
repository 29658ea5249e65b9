package dev.perennial.agent.ids;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.coordinator.transfer.ItemId;
import dev.perennial.coordinator.transfer.Message.Ids;
import dev.perennial.coordinator.transfer.StateBytes;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long a server is waited for that has a list and says nothing more; in milliseconds. */
final class PeerIdsTest {
  private static final long DEADLINE = 3_000;
  private static final List<ItemId> THERE = List.of(ItemId.session("there"));
  private static final List<ItemId> ELSEWHERE = List.of(ItemId.session("elsewhere"));
  private static final byte[] KEY = new byte[IdHash.KEY_BYTES];

  private long life = 3;
  private long unheard;
  private long own;
  private final PeerIds peer = new PeerIds(() -> life, () -> nanos(unheard), () -> nanos(own));

  PeerIdsTest() {
    IdFilter filter = IdFilter.forIds(10);
    filter.add(new IdHash(KEY).of("there"));
    byte[] list = filter.bytes();
    byte[] all = Arrays.copyOf(KEY, KEY.length + list.length);
    System.arraycopy(list, 0, all, KEY.length, list.length);
    peer.learned(new Ids(3, 1, 0, Ids.Kind.ALL, new StateBytes(all), 0), nanos(1_000));
  }

  private static long nanos(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }

  private long waitUntil(List<ItemId> ids, long asked, long now) {
    return TimeUnit.NANOSECONDS.toMillis(
        peer.waitUntil(ids, nanos(asked), nanos(DEADLINE + asked), nanos(now)));
  }

  /** It does not answer the question of that moment; this process has run ever since. */
  private void silent(long since, long now) {
    own = 0;
    peer.asked(nanos(since));
    own = now - since;
  }

  @Test
  void whatItMayHaveIsWaitedForInFull() {
    silent(1_100, 1_100);
    assertThat(waitUntil(THERE, 1_100, 1_100)).isEqualTo(4_100);

    own = 1_900;
    unheard = 2_000;
    assertThat(waitUntil(THERE, 1_100, 3_000)).isEqualTo(4_100);
    assertThat(peer.isExcused(THERE, nanos(3_000))).isFalse();
  }

  @Test
  void whatItDoesNotHaveIsWaitedForUntilItHasFallenSilent() {
    silent(1_100, 1_100);
    assertThat(waitUntil(ELSEWHERE, 1_100, 1_100)).isEqualTo(2_600);

    own = 1_499;
    assertThat(peer.isExcused(ELSEWHERE, nanos(2_599))).isFalse();
    own = 1_500;
    unheard = 1_500;
    assertThat(peer.isExcused(ELSEWHERE, nanos(2_600))).isTrue();
    assertThat(waitUntil(ELSEWHERE, 1_100, 2_600)).isLessThan(2_600);
  }

  @Test
  void oneMoreRequestWaitsAMomentAsItMayBeBack() {
    silent(1_100, 3_000);
    unheard = 1_900;

    assertThat(waitUntil(ELSEWHERE, 3_000, 3_000)).isEqualTo(3_020);
    peer.heard();
    assertThat(peer.isExcused(ELSEWHERE, nanos(3_001))).isFalse();
  }

  @Test
  void whoeverIsHeardInAnotherWayIsWaitedForInFull() {
    silent(1_100, 2_600);
    unheard = 900;

    assertThat(peer.isExcused(ELSEWHERE, nanos(2_600))).isFalse();
    assertThat(waitUntil(ELSEWHERE, 1_100, 2_600)).isEqualTo(4_100);
  }

  /** Its answer may be here, and nobody has looked yet. */
  @Test
  void whoeverStoodStillItselfWaitsForTheOthersAsIfTheyHadJustBeenAsked() {
    silent(1_100, 1_350);
    unheard = 8_000;

    assertThat(peer.isExcused(ELSEWHERE, nanos(9_100))).isFalse();
    assertThat(waitUntil(ELSEWHERE, 9_100, 9_100)).isEqualTo(9_100 + 1_250);
  }

  @Test
  void aListThatWasNotRenewedInTimeSaysNothing() {
    silent(1_900, 1_950);
    peer.heard();
    silent(2_100, 5_000);
    unheard = 9_000;

    assertThat(peer.isExcused(ELSEWHERE, nanos(5_000))).isFalse();
    assertThat(peer.mayHave(ELSEWHERE, nanos(5_000))).isTrue();
  }

  @Test
  void whoeverCannotBeAskedAtAllIsSilentFromThenOn() {
    assertThat(peer.mayHave(ELSEWHERE, nanos(1_500))).isFalse();
    assertThat(peer.mayHave(ELSEWHERE, nanos(2_001))).isTrue();
  }

  private void promised(long life, Ids.Kind kind, int promiseMillis) {
    Ids known = new Ids(life, 1, 0, kind, new StateBytes(new byte[0]), promiseMillis);
    peer.learned(known, nanos(1_000));
  }

  @ParameterizedTest(name = "{0} ms promised at 1000 ms: at {1} ms it counts: {2}")
  @CsvSource({
    "0, 1000, false",
    "100, 1000, true",
    "100, 1099, true",
    "100, 1100, false",
    "100, 9000, false",
    "20, 1019, true",
    "20, 1020, false",
    // Nobody asked for more than 100 ms.
    "9000, 1099, true",
    "9000, 1100, false",
    "-1, 1000, false",
  })
  void aPromiseCountsFromWhenItWasAskedFor(int millis, long now, boolean expected) {
    promised(3, Ids.Kind.ADDED, millis);

    assertThat(peer.promisesNoneOf(ELSEWHERE, nanos(now))).isEqualTo(expected);
    assertThat(peer.promisesNoneOf(THERE, nanos(now))).isFalse();
  }

  @Test
  void whatWasPromisedInAnEarlierLifeCountsForNothing() {
    promised(3, Ids.Kind.ADDED, 100);
    life = 4;

    assertThat(peer.promisesNoneOf(ELSEWHERE, nanos(1_001))).isFalse();
  }

  @Test
  void withoutAListNothingIsPromised() {
    promised(3, Ids.Kind.ADDED, 100);
    promised(3, Ids.Kind.NONE, 100);

    assertThat(peer.promisesNoneOf(ELSEWHERE, nanos(1_001))).isFalse();
  }

  @Test
  void aPromiseIsDueOnceInAWhile() {
    assertThat(peer.isPromiseDue(nanos(7))).isTrue();
    assertThat(peer.isPromiseDue(nanos(7))).isFalse();
    assertThat(peer.isPromiseDue(nanos(36))).isFalse();
    assertThat(peer.isPromiseDue(nanos(37))).isTrue();
    assertThat(peer.isPromiseDue(nanos(38))).isFalse();
  }
}
