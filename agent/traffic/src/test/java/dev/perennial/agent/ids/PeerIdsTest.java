package dev.perennial.agent.ids;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.coordinator.transfer.Message.Ids;
import dev.perennial.coordinator.transfer.StateBytes;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How long a server is waited for that has a list and says nothing more; in milliseconds. */
final class PeerIdsTest {
  private static final long DEADLINE = 3_000;
  private static final long[] THERE = {0x1234567890abcdefL};
  private static final long[] ELSEWHERE = {0x0fedcba987654321L};

  private long unheard;
  private final PeerIds peer = new PeerIds(() -> 3, () -> nanos(unheard));

  PeerIdsTest() {
    IdFilter filter = IdFilter.forIds(10);
    filter.add(THERE[0]);
    peer.learned(new Ids(3, 1, 0, Ids.Kind.ALL, new StateBytes(filter.bytes())), nanos(1_000));
  }

  private static long nanos(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }

  private long waitUntil(long[] ids, long asked, long now) {
    return TimeUnit.NANOSECONDS.toMillis(
        peer.waitUntil(ids, nanos(asked), nanos(DEADLINE + asked), nanos(now)));
  }

  @Test
  void whatItMayHaveIsWaitedForInFull() {
    peer.asked(nanos(1_100));

    assertThat(waitUntil(THERE, 1_100, 1_100)).isEqualTo(4_100);
    unheard = 2_000;
    assertThat(waitUntil(THERE, 1_100, 3_000)).isEqualTo(4_100);
    assertThat(peer.isExcused(THERE, nanos(3_000))).isFalse();
  }

  @Test
  void whatItDoesNotHaveIsWaitedForUntilItHasFallenSilent() {
    peer.asked(nanos(1_100));

    assertThat(waitUntil(ELSEWHERE, 1_100, 1_100)).isEqualTo(2_600);
    assertThat(peer.isExcused(ELSEWHERE, nanos(2_599))).isFalse();
    unheard = 1_500;
    assertThat(peer.isExcused(ELSEWHERE, nanos(2_600))).isTrue();
    assertThat(waitUntil(ELSEWHERE, 1_100, 2_600)).isLessThan(2_600);
  }

  @Test
  void oneMoreRequestWaitsAMomentAsItMayBeBack() {
    peer.asked(nanos(1_100));
    unheard = 1_900;

    assertThat(waitUntil(ELSEWHERE, 3_000, 3_000)).isEqualTo(3_020);
    peer.heard();
    assertThat(peer.isExcused(ELSEWHERE, nanos(3_001))).isFalse();
  }

  @Test
  void whoeverIsHeardInAnotherWayIsWaitedForInFull() {
    peer.asked(nanos(1_100));
    unheard = 900;

    assertThat(peer.isExcused(ELSEWHERE, nanos(2_600))).isFalse();
    assertThat(waitUntil(ELSEWHERE, 1_100, 2_600)).isEqualTo(4_100);
  }

  @Test
  void aListThatWasNotRenewedInTimeSaysNothing() {
    peer.asked(nanos(1_900));
    peer.heard();
    peer.asked(nanos(2_100));
    unheard = 9_000;

    assertThat(peer.isExcused(ELSEWHERE, nanos(5_000))).isFalse();
    assertThat(peer.mayHave(ELSEWHERE, nanos(5_000))).isTrue();
  }

  @Test
  void whoeverCannotBeAskedAtAllIsSilentFromThenOn() {
    assertThat(peer.mayHave(ELSEWHERE, nanos(1_500))).isFalse();
    assertThat(peer.mayHave(ELSEWHERE, nanos(2_001))).isTrue();
  }
}
