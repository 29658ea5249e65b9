package dev.perennial.coordinator.hazelcast;

import static com.hazelcast.nio.serialization.genericrecord.GenericRecordBuilder.compact;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hazelcast.map.IMap;
import com.hazelcast.nio.serialization.genericrecord.GenericRecord;
import dev.perennial.coordinator.roster.Protocol;
import dev.perennial.coordinator.roster.Report;
import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.roster.RosterStore.Outcome;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class RosterStoreIT {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private static final Servers SERVERS = new Servers();
  private static HazelcastRosterStore a;
  private static HazelcastRosterStore b;

  /** The epoch that the last test left. */
  private long epoch;

  @BeforeAll
  static void open() {
    int port = Servers.freePort();
    a = SERVERS.open("a", port);
    b = SERVERS.open("b", Servers.freePort(), port);
  }

  @AfterAll
  static void close() {
    SERVERS.close();
  }

  @BeforeEach
  void readEpoch() {
    epoch = a.roster().map(Roster::epoch).orElse(0L);
  }

  @Test
  void aRosterIsReplacedOnlyAtTheExpectedEpoch() {
    Roster next = Samples.roster(epoch + 1);

    assertThat(a.replace(epoch + 5, Samples.roster(epoch + 6))).isEqualTo(Outcome.REFUSED);
    assertThat(a.replace(epoch, next)).isEqualTo(Outcome.DONE);
    assertThat(b.replace(epoch, Samples.roster(epoch + 1))).isEqualTo(Outcome.REFUSED);

    assertThat(b.roster()).contains(next);
    assertThat(a.roster()).contains(next);
  }

  @Test
  void aChangeIsToldToTheOtherServerAtOnce() {
    int before = SERVERS.changes.get();

    a.replace(epoch, Samples.roster(epoch + 1));

    await().untilAsserted(() -> assertThat(b.lastSeenRoster()).contains(Samples.roster(epoch + 1)));
    await().until(() -> SERVERS.changes.get() > before);
  }

  @Test
  void noUpdateIsLostBetweenTwoServersThatRace() {
    int each = 100;
    AtomicInteger refused = new AtomicInteger();

    CompletableFuture<Void> one = CompletableFuture.runAsync(() -> increment(a, each, refused));
    CompletableFuture<Void> two = CompletableFuture.runAsync(() -> increment(b, each, refused));
    CompletableFuture.allOf(one, two).join();

    assertThat(a.roster().orElseThrow().epoch()).isEqualTo(epoch + 2L * each);
  }

  @Test
  void aRosterOfANewerVersionIsReadAndReplaced() {
    IMap<String, GenericRecord> map = b.member().getMap(MemberConfig.ROSTER_MAP);
    a.replace(epoch, Samples.roster(epoch + 1));
    GenericRecord newer =
        compact("perennial.Roster")
            .setInt64("protocol", Protocol.OURS.newest() + 1)
            .setInt64("oldestProtocol", Protocol.OURS.newest())
            .setInt64("epoch", epoch + 2)
            .setString("mode", "A_MODE_TO_COME")
            .setString("colour", "green")
            .setArrayOfGenericRecord(
                "servers",
                new GenericRecord[] {
                  compact("perennial.ServerEntry")
                      .setString("name", "s")
                      .setFloat64("weight", 1.5)
                      .build()
                })
            .build();
    map.set("roster", newer);

    Roster read = a.roster().orElseThrow();
    assertThat(read.epoch()).isEqualTo(epoch + 2);
    assertThat(read.require("s").incarnation()).isZero();
    assertThat(a.replace(epoch + 2, Samples.roster(epoch + 3))).isEqualTo(Outcome.DONE);
    assertThat(b.roster()).contains(Samples.roster(epoch + 3));
  }

  @Test
  void aLostRosterIsPutBackFromTheLastCopy() {
    a.replace(epoch, Samples.roster(epoch + 1));
    b.roster();

    b.member().getMap(MemberConfig.ROSTER_MAP).delete("roster");

    assertThat(b.roster()).contains(Samples.roster(epoch + 1));
    assertThat(a.replace(epoch + 1, Samples.roster(epoch + 2))).isEqualTo(Outcome.DONE);
  }

  @Test
  void reportsAreSeenByTheOtherServerWithTheirAgeByItsOwnClock() {
    Report report = Samples.report("a", 1);

    a.report(report);
    await().untilAsserted(() -> assertThat(b.reports()).containsEntry("a", report));
    SERVERS.nanosAhead.addAndGet(Duration.ofSeconds(30).toNanos());
    assertThat(b.reportAgeMillis().get("a")).isBetween(30_000L, 45_000L);

    a.report(report);
    await().untilAsserted(() -> assertThat(b.reportAgeMillis().get("a")).isLessThan(10_000));

    SERVERS.nanosAhead.addAndGet(Duration.ofSeconds(90).toNanos());
    assertThat(b.reports()).isEmpty();
  }

  @Test
  void aDecisiveChangeInAReportIsTold() {
    a.report(Samples.report("decisive", 1));
    await().untilAsserted(() -> assertThat(b.reports()).containsKey("decisive"));
    int before = SERVERS.changes.get();

    a.report(Samples.report("decisive", 2));

    await().until(() -> SERVERS.changes.get() > before);
  }

  private static void increment(HazelcastRosterStore store, int times, AtomicInteger refused) {
    long end = System.nanoTime() + LIMIT.toNanos();
    for (int done = 0; done < times; ) {
      assertThat(System.nanoTime()).as("refused %s times, done %s", refused, done).isLessThan(end);
      long now = store.roster().map(Roster::epoch).orElse(0L);
      switch (store.replace(now, Samples.roster(now + 1))) {
        case DONE -> done++;
        case REFUSED -> refused.incrementAndGet();
        case UNKNOWN -> throw new AssertionError("the cluster did not answer");
      }
    }
  }
}
