package dev.perennial.coordinator.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.perennial.coordinator.roster.Mode;
import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.roster.RosterStore.Outcome;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class MembershipIT {
  private final Servers servers = new Servers();
  private final int portA = Servers.freePort();
  private final int portB = Servers.freePort();

  @AfterEach
  void close() {
    servers.close();
  }

  @Test
  void whenTheLeaderLeavesTheNextOldestLeadsAndTheRosterStays() {
    HazelcastRosterStore a = servers.open("a", portA);
    HazelcastRosterStore b = servers.open("b", portB, portA);
    HazelcastRosterStore c = servers.open("c", Servers.freePort(), portA, portB);
    assertThat(a.replace(0, Servers.roster(1))).isEqualTo(Outcome.DONE);
    int before = servers.changes.get();

    a.close();

    // Each of the others learns of it by itself, and tells its listeners after that.
    await().until(b::leader);
    assertThat(b.alive()).containsExactlyInAnyOrder("b", "c");
    await().untilAsserted(() -> assertThat(c.alive()).containsExactlyInAnyOrder("b", "c"));
    assertThat(c.leader()).isFalse();
    await().until(() -> servers.changes.get() > before);
    assertThat(c.roster()).contains(Servers.roster(1));
    assertThat(a.alive()).containsExactly("a");
    assertThat(a.leader()).isFalse();
    assertThat(a.replace(1, Servers.roster(2))).isEqualTo(Outcome.UNKNOWN);
    assertThat(a.roster()).contains(Servers.roster(1));
  }

  @Test
  void aServerMayComeBackOnTheSameAddressAtOnce() {
    HazelcastRosterStore a = servers.open("a", portA, portB);
    HazelcastRosterStore b = servers.open("b", portB, portA);
    for (long epoch = 0; epoch < 6; epoch++) {
      assertThat(b.replace(epoch, Servers.roster(epoch + 1))).isEqualTo(Outcome.DONE);
      if (epoch % 2 == 0) {
        a.close();
        a = servers.open("a", portA, portB);
        assertThat(a.leader()).isFalse();
      } else {
        b.close();
        b = servers.open("b", portB, portA);
        assertThat(b.leader()).isFalse();
      }
      assertThat(a.roster()).contains(Servers.roster(epoch + 1));
      assertThat(b.roster()).contains(Servers.roster(epoch + 1));
      assertThat(a.alive()).containsExactlyInAnyOrder("a", "b");
    }
  }

  /** Its heartbeat is due each second. */
  @Test
  void itIsKnownForHowLongAMemberWasNotHeard() {
    HazelcastRosterStore a = servers.open("a", portA);
    HazelcastRosterStore unused = servers.open("b", portB, portA);

    await().until(() -> a.unheardMillis("b") >= 300);
    await().until(() -> a.unheardMillis("b") < 300);
    assertThat(a.unheardMillis("a")).isZero();
    assertThat(a.unheardMillis("nobody")).isZero();
  }

  @Test
  void aSecondServerOfTheSameNameIsRefused() {
    HazelcastRosterStore a = servers.open("a", portA);
    CompletableFuture<HazelcastRosterStore> second =
        CompletableFuture.supplyAsync(() -> servers.open("a", portB, portA));

    // It waits, as the first may have died; when it waits no longer, the first is still there.
    await().until(() -> a.othersAlive().contains("a"));
    servers.nanosAhead.addAndGet(Admission.NAMESAKE_PATIENCE.toNanos());

    assertThatThrownBy(second::join)
        .cause()
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("perennial.server")
        .hasMessageContaining("'a'")
        .hasMessageContaining("127.0.0.1:" + portA);

    assertThat(a.namesake()).isEmpty();
    await().untilAsserted(() -> assertThat(a.othersAlive()).isEmpty());
  }

  @Test
  void unreachableMembersDoNotKeepAServerFromStarting() {
    long before = System.nanoTime();

    HazelcastRosterStore a =
        servers.open("a", portA, portA, Servers.freePort(), Servers.freePort());

    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(30));
    assertThat(a.alive()).containsExactly("a");
    assertThat(a.leader()).isTrue();
    assertThat(a.roster()).isEmpty();
  }

  @Test
  void aPortInUseIsNamedWithWhatToDo() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();

      assertThatThrownBy(() -> servers.open("a", port))
          .isInstanceOf(ClusterException.class)
          .hasMessageContaining("perennial.cluster.port")
          .hasMessageContaining(String.valueOf(port))
          .hasMessageContaining("127.0.0.1")
          .hasMessageContaining("in use")
          .hasMessageContaining("another port");
    }
  }

  @Test
  void itListensOnTheGivenInterfaceOnly() throws Exception {
    servers.open("a", portA);

    // Another loopback address of the same port is still free.
    try (ServerSocket other = new ServerSocket(portA, 1, InetAddress.getByName("127.0.0.2"))) {
      assertThat(other.isBound()).isTrue();
    }
  }

  @Test
  void membersMeetAtAnAddressOfIPv6AsAtAnother() throws Exception {
    InetAddress loopback = InetAddress.getAllByName("::1")[0];
    if (NetworkInterface.getByInetAddress(loopback) == null) {
      System.out.println("SKIPPED: there is no IPv6 here");
      Assumptions.abort("there is no IPv6 here");
    }
    HazelcastRosterStore a = servers.open(atIPv6("a", portA, portB));
    HazelcastRosterStore b = servers.open(atIPv6("b", portB, portA));

    assertThat(a.replace(0, Servers.roster(1))).isEqualTo(Outcome.DONE);

    assertThat(b.roster()).contains(Servers.roster(1));
    assertThat(b.alive()).containsExactlyInAnyOrder("a", "b");
    try (ServerSocket other = new ServerSocket(portA, 1, InetAddress.getLoopbackAddress())) {
      assertThat(other.isBound()).isTrue();
    }
  }

  private static ClusterSettings atIPv6(String name, int port, int peer) {
    return new ClusterSettings(
        name,
        "test",
        "::1",
        port,
        List.of("[::1]:" + peer),
        Mode.ACTIVE_STANDBY,
        Servers.SECRET,
        false);
  }

  @Test
  void sidesOfAPartitionMergeIntoTheHighestEpoch() {
    HazelcastRosterStore a = servers.open("a", portA, portB);
    for (long epoch = 0; epoch < 7; epoch++) {
      assertThat(a.replace(epoch, Servers.roster(epoch + 1))).isEqualTo(Outcome.DONE);
    }
    HazelcastRosterStore b = openedApart();

    await().atMost(Duration.ofSeconds(60)).until(() -> a.alive().size() == 2);

    await().untilAsserted(() -> assertThat(a.roster()).contains(Servers.roster(7)));
    await().untilAsserted(() -> assertThat(b.roster()).contains(Servers.roster(7)));
    assertThat(b.replace(7, Servers.roster(8))).isEqualTo(Outcome.DONE);
    await().untilAsserted(() -> assertThat(a.lastSeenRoster()).contains(Servers.roster(8)));
    // A merge ends threads of the member that gives way, and starts others.
    assertThat(a.ended()).isEmpty();
    assertThat(b.ended()).isEmpty();
    assertThat(servers.deaths).isEmpty();
  }

  /** As where two are started at once, and neither hears of the other in time. */
  @Test
  void sidesThatHaveComeToTheSameEpochAgreeOnOneRoster() {
    HazelcastRosterStore a = servers.open("a", portA, portB);
    Roster ofA = halted("as a has it");
    Roster ofB = halted("as b has it");
    assertThat(a.replace(0, ofA)).isEqualTo(Outcome.DONE);
    HazelcastRosterStore b = openedApart(ofB);
    assertThat(b.roster()).contains(ofB);

    await().atMost(Duration.ofSeconds(60)).until(() -> a.alive().size() == 2);

    await().untilAsserted(() -> assertThat(b.roster()).isEqualTo(a.roster()));
    assertThat(a.roster()).isIn(Optional.of(ofA), Optional.of(ofB));
    assertThat(b.replace(1, Servers.roster(2))).isEqualTo(Outcome.DONE);
    await().untilAsserted(() -> assertThat(a.lastSeenRoster()).contains(Servers.roster(2)));
  }

  private static Roster halted(String why) {
    Roster empty = Servers.roster(1);
    return new Roster(1, empty.mode(), empty.servers(), Set.of(), List.of(), why);
  }

  private HazelcastRosterStore openedApart() {
    return openedApart(Servers.roster(1));
  }

  /** Server a looks for others every few seconds; on a slow machine before b has a roster. */
  private HazelcastRosterStore openedApart(Roster own) {
    HazelcastRosterStore b = servers.open("b", portB);
    while (b.replace(0, own) != Outcome.DONE) {
      b.close();
      b = servers.open("b", portB);
    }
    return b;
  }
}
