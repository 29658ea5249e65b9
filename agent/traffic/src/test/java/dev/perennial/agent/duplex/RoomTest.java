package dev.perennial.agent.duplex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.coordinator.transfer.ItemId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RoomTest {
  private static final ItemId A = ItemId.session("a");
  private static final ItemId B = ItemId.session("b");
  private static final ItemId C = ItemId.session("c");

  /** Bytes of sessions, as they are sent, for which a successor with so much room has a place. */
  @ParameterizedTest(name = "{0} bytes of room, {1} sessions of {2}, parts of {3}, heap of {4}")
  @CsvSource({
    // All of it, 1.5 bytes of heap for each that is sent.
    "1500, 10, 100, 0, 0, all",
    "1499, 10, 100, 0, 0, 699",
    "1650, 10, 100, 100, 0, all",
    // Parts go in any case.
    "1500, 10, 100, 100, 0, 600",
    "150, 10, 100, 100, 0, 0",
    // An earlier agent does not say.
    "-1, 10, 100, 0, 0, all",
    "0, 0, 100, 0, 0, all",
    "0, 10, 100, 0, 0, 0",
    // This server's own heap shows what a session takes at most; what is beyond is something else.
    "1000, 10, 100, 0, 1400, 466",
    "1000, 10, 100, 0, 2000, 350",
    "1000, 10, 100, 0, 4000, 175",
    "1000, 10, 100, 0, 999999, 175",
  })
  void takesWhatFits(long room, long sessions, long each, long parts, long heap, String expected) {
    Room made = Room.of(room, new StateSize(sessions, each, parts, heap));

    assertThat(made.isForAll() ? "all" : String.valueOf(made.bytes())).isEqualTo(expected);
  }

  @Test
  void thoseUsedLastComeFirst() {
    Map<ItemId, Long> idle = Map.of(A, 500L, B, 20L, C, 500L);

    assertThat(Room.lastUsedFirst(Set.of(C, B, A), idle::get)).containsExactly(B, A, C);
  }

  /** Of 1,000 bytes a tenth is kept for sessions that begin until the switch-over. */
  @Test
  void aPlaceIsGivenByWhatSessionsTurnOutToTake() {
    Room room = ofBytes(1000, 100);
    Deque<ItemId> queue = new ArrayDeque<>(List.of(A, B, C));

    assertThat(room.admit(queue, 1)).containsExactly(A);
    room.measured(A, 400);
    assertThat(room.admit(queue, 5)).as("the next is estimated like it").containsExactly(B);
    room.measured(B, 500);
    assertThat(room.admit(queue, 5)).isEmpty();
    assertThat(queue).containsExactly(C);
    assertThat(room.has(C)).isFalse();
    assertThat(room.admits(C)).as("not even of the reserve").isFalse();

    room.ended(B);

    assertThat(room.admit(queue, 5)).containsExactly(C);
  }

  @Test
  void thereIsAReserveForSessionsThatBeginLater() {
    Room room = ofBytes(1000, 300);
    Deque<ItemId> queue = new ArrayDeque<>(List.of(A, B, C));

    assertThat(room.admit(queue, 5)).containsExactly(A, B, C);
    room.measured(C, 200);
    ItemId fresh = ItemId.session("fresh");
    queue.add(fresh);

    assertThat(room.admit(queue, 5)).isEmpty();
    assertThat(room.admits(fresh)).isTrue();
    assertThat(room.admits(ItemId.session("another"))).isFalse();
  }

  @Test
  void aPlaceIsKeptWhateverTheSessionTakesLater() {
    Room room = ofBytes(1000, 300);
    Deque<ItemId> queue = new ArrayDeque<>(List.of(A, A));

    assertThat(room.admit(queue, 1)).containsExactly(A);
    room.measured(A, 5000);

    assertThat(room.admit(queue, 1)).containsExactly(A);
    assertThat(room.admits(A)).isTrue();
    assertThat(room.admits(B)).isFalse();
  }

  @Test
  void almostAlwaysThereIsAPlaceForAll() {
    Room room = Room.forAll();
    room.measured(A, Long.MAX_VALUE / 2);

    assertThat(room.admits(A)).isTrue();
    assertThat(room.has(B)).isTrue();
  }

  private static Room ofBytes(long bytes, long each) {
    // 7/10 of the room, two bytes of heap for each that is sent.
    Room room = Room.of(bytes * 20 / 7 + 1, new StateSize(100, each, 0, 200 * each));
    assertThat(room.bytes()).isEqualTo(bytes);
    return room;
  }
}
