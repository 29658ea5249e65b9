package dev.perennial.coordinator.waiting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WaitingRoomTest {
  /** Three places for each origin, five in all. A guest's first letter is his origin. */
  private final WaitingRoom<String, String> room = new WaitingRoom<>(3, 5);

  private String enter(String guest) {
    return room.enter(guest.substring(0, 1), guest).orElse("-");
  }

  @ParameterizedTest(name = "in: {0}; then {1} comes: {2} goes")
  @CsvSource({
    "'', a1, -",
    "a1 a2, a3, -",
    "a1 a2 a3, a4, a1",
    "a1 a2 a3, b1, -",
    "a1 a2 a3 b1 b2, c1, a1",
    "b1 b2 a1 a2 a3, c1, a1",
    "b1 b2 a1 a2 a3, b3, a1",
    "a1 a2 b1 b2 b3, b4, b1",
    "a1 b1 c1 d1 e1, f1, a1",
    "a1 b1 b2 c1 c2, d1, b1",
  })
  void aNewGuestAlwaysGetsIn(String before, String next, String goes) {
    for (String guest : before.isEmpty() ? new String[0] : before.split(" ", -1)) {
      assertThat(enter(guest)).isEqualTo("-");
    }

    assertThat(enter(next)).isEqualTo(goes);

    assertThat(room.size()).isLessThanOrEqualTo(5);
    assertThat(room.leave(next)).isTrue();
  }

  @Test
  void strangersGoBeforeThoseWhoseOriginIsKnown() {
    enter("m0");
    assertThat(room.prove("m0")).isTrue();
    List.of("m1", "m2", "m3", "a1", "b1").forEach(this::enter);

    List<String> gone = new ArrayList<>();
    List.of("c1", "d1", "e1").forEach(guest -> gone.add(enter(guest)));

    assertThat(gone).allSatisfy(g -> assertThat(g).doesNotStartWith("m").isNotEqualTo("-"));
  }

  @Test
  void evenAKnownOriginHasNoMoreThanItsShare() {
    enter("m0");
    room.prove("m0");
    List.of("m1", "m2", "m3").forEach(this::enter);

    assertThat(enter("m4")).isEqualTo("m1");
  }

  @Test
  void whereAllAreKnownTheGreediestGoes() {
    for (String origin : List.of("m", "n")) {
      enter(origin + 0);
      room.prove(origin + 0);
    }
    List.of("n1", "n2", "m1", "m2", "m3").forEach(this::enter);

    assertThat(enter("a1")).isEqualTo("m1");
    // Now it is the stranger himself.
    assertThat(enter("b1")).isEqualTo("a1");
  }

  @Test
  void whoHasGoneHasNoPlaceToLeaveOrToProve() {
    enter("a1");

    assertThat(room.leave("a1")).isTrue();
    assertThat(room.leave("a1")).isFalse();
    assertThat(room.prove("a1")).isFalse();
    assertThat(room.size()).isZero();
  }

  /** Whoever can prove himself from many addresses still takes up no more memory. */
  @Test
  void knownOriginsAreBounded() {
    for (int i = 0; i < WaitingRoom.KNOWN; i++) {
      room.enter("origin" + i, "guest" + i);
      room.prove("guest" + i);
    }
    room.enter("one more", "guest");
    room.prove("guest");

    // The first one is forgotten, the second is not.
    List.of("first", "second", "third").forEach(g -> room.enter("origin0", g));
    List.of("fourth", "fifth").forEach(g -> room.enter("origin1", g));
    assertThat(room.enter("origin2", "sixth")).contains("first");
    assertThat(room.enter("origin2", "seventh")).contains("second");
    assertThat(room.enter("origin2", "eighth")).contains("third");
    assertThat(room.enter("origin3", "ninth")).contains("sixth");
  }

  @Test
  void aRoomWithoutPlacesIsNone() {
    assertThatThrownBy(() -> new WaitingRoom<>(0, 5)).hasMessageContaining("at least 1");
    assertThatThrownBy(() -> new WaitingRoom<>(1, 0)).hasMessageContaining("at least 1");
  }

  @ParameterizedTest(name = "{0} and {1}: one owner: {2}")
  @CsvSource({
    "10.0.0.1, 10.0.0.1, true",
    "10.0.0.1, 10.0.0.2, false",
    "2001:db8:0:1::1, 2001:db8:0:1:ffff::2, true",
    "2001:db8:0:1::1, 2001:db8:0:2::1, false",
    "::1, 0.0.0.0, false",
  })
  void oneOwnerHasOneOrigin(String one, String other, boolean same) throws Exception {
    assertThat(origin(one).equals(origin(other))).isEqualTo(same);
  }

  private static Origin origin(String address) throws Exception {
    return Origin.of(InetAddress.getByName(address).getAddress());
  }
}
