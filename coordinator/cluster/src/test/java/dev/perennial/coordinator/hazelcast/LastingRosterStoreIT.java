package dev.perennial.coordinator.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hazelcast.instance.impl.OutOfMemoryErrorDispatcher;
import com.hazelcast.internal.networking.nio.NioThread;
import dev.perennial.coordinator.roster.RosterStore.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real members that die under a store that lasts. */
@Timeout(120)
class LastingRosterStoreIT {
  private static final Duration LIMIT = Duration.ofSeconds(40);

  private final Servers servers = new Servers();
  private final int port = Servers.freePort();
  private final int portB = Servers.freePort();
  private final Told told = new Told();
  private final LastingRosterStore store =
      LastingRosterStore.open(
          Servers.settings("a", Servers.SECRET, port, portB),
          LastingRosterStoreIT.class.getClassLoader(),
          System::nanoTime,
          told,
          new SecretDoubts(System::nanoTime));

  @AfterEach
  void close() {
    // At once: but for the one test that is about it, it need not leave in order.
    store.member().member().getLifecycleService().terminate();
    store.close();
    servers.close();
  }

  @Test
  void aMemberThatDiesIsReplacedInItsCluster() {
    HazelcastRosterStore b = servers.open("b", portB, port);
    store.replace(0, Servers.roster(1));

    store.member().member().getLifecycleService().terminate();

    awaitReplaced();
    await().atMost(LIMIT).untilAsserted(() -> assertThat(store.othersAlive()).contains("b"));
    await()
        .atMost(LIMIT)
        .until(
            () ->
                store.replace(b.roster().orElseThrow().epoch(), Servers.roster(9)) == Outcome.DONE);
    assertThat(b.roster()).contains(Servers.roster(9));
    assertThat(servers.deaths).isEmpty();
  }

  @Test
  void aMemberThatDiesAloneIsReplacedWithItsRoster() {
    store.replace(0, Servers.roster(7));

    store.member().member().getLifecycleService().terminate();

    assertThat(store.roster()).contains(Servers.roster(7));
    awaitReplaced();
    assertThat(store.roster()).contains(Servers.roster(7));
    assertThat(store.replace(7, Servers.roster(8))).isEqualTo(Outcome.DONE);
  }

  @Test
  void anErrorForWantOfMemoryIsToldAndEndsNoMember() {
    HazelcastRosterStore before = store.member();

    OutOfMemoryErrorDispatcher.onOutOfMemory(new OutOfMemoryError("of a test"));
    OutOfMemoryErrorDispatcher.onOutOfMemory(new OutOfMemoryError("of a test"));

    assertThat(told.errors).hasSize(2);
    assertThat(store.member()).isSameAs(before);
    assertThat(store.replace(0, Servers.roster(1))).isEqualTo(Outcome.DONE);
  }

  /** As one that is thrown where nothing in Hazelcast catches it: the thread ends. */
  @Test
  void aMemberThatHasLostAThreadIsReplaced() {
    String name = "hz." + store.member().member().getName() + ".IO.thread-in-0";
    NioThread input =
        (NioThread)
            JvmThreads.all().stream()
                .filter(thread -> thread.getName().equals(name))
                .findAny()
                .orElseThrow();

    input.addTaskAndWakeup(
        () -> {
          throw new OutOfMemoryError("of a test");
        });

    awaitReplaced();
    assertThat(told.lines).anyMatch(l -> l.contains("IO.thread-in-0"));
    assertThat(told.errors).hasSize(1);
    assertThat(store.replace(0, Servers.roster(1))).isEqualTo(Outcome.DONE);
  }

  @Test
  void whoClosesIsNotToldOfADeath() {
    store.close();

    assertThat(store.isLost()).isFalse();
    assertThat(told.lines).isEmpty();
  }

  private void awaitReplaced() {
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(told.lines.stream().filter(l -> l.contains("is a member again")))
                    .hasSize(1));
    await().until(() -> !store.isLost());
  }

  private static final class Told implements LastingRosterStore.Listener {
    final List<String> lines = new CopyOnWriteArrayList<>();
    final List<OutOfMemoryError> errors = new CopyOnWriteArrayList<>();

    @Override
    public void log(String line) {
      lines.add(line);
    }

    @Override
    public void changed() {}

    @Override
    public void refused(String proof) {
      lines.add("refused: " + proof);
    }

    @Override
    public void outOfMemory(OutOfMemoryError error) {
      errors.add(error);
    }

    @Override
    public void failed(Throwable error) {
      lines.add(error.toString());
    }
  }
}
