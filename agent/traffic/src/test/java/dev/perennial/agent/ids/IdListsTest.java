package dev.perennial.agent.ids;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.perennial.coordinator.transfer.ItemId;
import dev.perennial.coordinator.transfer.Message.Ids;
import dev.perennial.coordinator.transfer.Message.Ids.Kind;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one server says of its sessions, and what another one makes of it. */
final class IdListsTest {
  private static final byte[] KEY = "not a secret 123".getBytes(StandardCharsets.US_ASCII);

  private final Set<String> sessions = new HashSet<>();
  private long now = 1;
  private long life = 3;
  private final OwnIds own = new OwnIds(KEY, () -> now);
  private final PeerIds peer = new PeerIds(() -> life, () -> 0, () -> now);

  private Kind ask(boolean apart) {
    Ids ids = own.since(peer.question(false), life, apart);
    peer.learned(ids, now);
    return ids.kind();
  }

  private void renew() {
    own.renew(() -> List.copyOf(sessions), () -> true);
  }

  private boolean isListed(String id) {
    return peer.isLikely(List.of(ItemId.session(id)));
  }

  private void pass(long seconds) {
    now += TimeUnit.SECONDS.toNanos(seconds);
  }

  @Test
  void thereIsNoListUntilSomebodyHasAskedForIt() {
    sessions.add("a");
    renew();
    assertThat(ask(true)).isEqualTo(Kind.NONE);

    renew();
    assertThat(ask(true)).isEqualTo(Kind.ALL);
    assertThat(isListed("a")).isTrue();
    assertThat(isListed("b")).isFalse();
  }

  @Test
  void whatIsNewIsSaidAlone() {
    ask(true);
    renew();
    ask(true);

    assertThat(ask(true)).isEqualTo(Kind.ADDED);
    own.touched("a");
    own.touched("a");
    Ids ids = own.since(peer.question(false), life, true);
    assertThat(ids.bytes().length()).isEqualTo(Long.BYTES);
    peer.learned(ids, now);
    assertThat(isListed("a")).isTrue();
  }

  @Test
  void whatHasNotChangedIsNotSentAgainThoughItWasMadeAnew() {
    sessions.add("a");
    ask(true);
    renew();
    ask(true);
    own.touched("b");
    sessions.add("b");
    ask(true);

    pass(11);
    renew();

    assertThat(ask(true)).isEqualTo(Kind.ADDED);
    sessions.remove("a");
    pass(11);
    renew();
    assertThat(ask(true)).isEqualTo(Kind.ALL);
    assertThat(isListed("a")).isFalse();
    assertThat(isListed("b")).isTrue();
  }

  @Test
  void inTheMiddleOfAHandOverThereIsNoneAndNoneOfBefore() {
    sessions.add("a");
    ask(true);
    renew();
    ask(true);

    assertThat(ask(false)).isEqualTo(Kind.NONE);
    assertThat(isListed("a")).isFalse();
    assertThat(ask(true)).isEqualTo(Kind.NONE);
    renew();
    assertThat(ask(true)).isEqualTo(Kind.ALL);
  }

  @Test
  void aHandOverWhileItIsMadeMakesItCountForNothing() {
    ask(true);

    own.renew(
        () -> {
          Ids unused = own.since(peer.question(false), life, false);
          unused = own.since(peer.question(false), life, true);
          return List.of();
        },
        () -> true);

    assertThat(ask(true)).isEqualTo(Kind.NONE);
  }

  @Test
  void whatIsUsedWhileItIsMadeIsInIt() {
    ask(true);

    own.renew(
        () -> {
          own.touched("new");
          return List.of();
        },
        () -> true);
    // The look that makes it came after that.
    assertThat(ask(true)).isEqualTo(Kind.ALL);
    pass(11);
    boolean[] second = {false};
    own.renew(
        () -> {
          if (second[0]) {
            own.touched("newer");
          }
          second[0] = true;
          return List.of("x");
        },
        () -> true);

    ask(true);
    assertThat(isListed("newer")).isTrue();
  }

  @Test
  void whatComesBackWhileItIsMadeIsInItThoughItWasInTheOneBefore() {
    sessions.add("back");
    ask(true);
    renew();
    pass(11);
    boolean[] second = {false};
    own.renew(
        () -> {
          if (second[0]) {
            own.touched("back");
          }
          second[0] = true;
          return List.of("x");
        },
        () -> true);

    ask(true);
    assertThat(isListed("back")).isTrue();
  }

  @Test
  void theListOfAnEarlierLifeSaysNothing() {
    ask(true);
    renew();
    ask(true);
    assertThat(peer.mayHave(List.of(ItemId.session("1")), now)).isFalse();

    life = 4;

    assertThat(peer.mayHave(List.of(ItemId.session("1")), now)).isTrue();
  }

  @Test
  void whoeverLacksAdditionsKnowsNothingUntilItHasAll() {
    ask(true);
    renew();
    ask(true);
    own.touched("a");
    Ids lost = own.since(peer.question(false), life, true);
    assertThat(lost.kind()).isEqualTo(Kind.ADDED);
    own.touched("b");

    ask(true);

    assertThat(isListed("a")).isTrue();
    assertThat(isListed("b")).isTrue();
  }

  /** It is told at the end of each request. */
  @Test
  void aSessionThatIsKnownAllocatesNothing() {
    ask(true);
    renew();
    own.touched("0123456789ABCDEF0123456789ABCDEF");
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    long least = Long.MAX_VALUE;
    for (int series = 0; series < 30; series++) {
      long before = threads.getThreadAllocatedBytes(thread);
      for (int i = 0; i < 1_000; i++) {
        own.touched("0123456789ABCDEF0123456789ABCDEF");
      }
      least = Math.min(least, threads.getThreadAllocatedBytes(thread) - before);
    }

    assertThat(least).isLessThan(1_000);
  }

  /**
   * Whatever happens in whatever order, with answers that get lost: an id that was used before the
   * question is in the list that was answered, if there is one.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void nothingThatIsThereIsEverMissing(long seed) {
    Random random = new Random(seed);
    List<String> live = new ArrayList<>();
    int lists = 0;
    for (int step = 0; step < 4_000; step++) {
      switch (random.nextInt(10)) {
        case 0, 1, 2, 3 -> {
          String id = Long.toHexString(random.nextLong());
          live.add(id);
          sessions.add(id);
          own.touched(id);
        }
        case 4 -> {
          if (!live.isEmpty()) {
            sessions.remove(live.remove(random.nextInt(live.size())));
          }
        }
        case 5 -> renew();
        case 6 -> now += TimeUnit.MILLISECONDS.toNanos(random.nextInt(8_000));
        case 7 -> {
          if (random.nextInt(100) == 0) {
            Kind unused = ask(false);
          }
        }
        case 8 -> {
          Ids lost = own.since(peer.question(false), life, true);
          assertThat(lost).isNotNull();
        }
        default -> {
          if (ask(true) != Kind.NONE) {
            lists++;
            assertThat(live).allMatch(this::isListed);
          }
        }
      }
    }
    assertThat(lists).isGreaterThan(100);
  }
}
