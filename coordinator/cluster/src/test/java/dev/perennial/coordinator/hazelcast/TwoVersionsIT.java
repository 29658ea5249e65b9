package dev.perennial.coordinator.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.hazelcast.map.IMap;
import com.hazelcast.nio.serialization.genericrecord.GenericRecord;
import dev.perennial.coordinator.roster.Joining;
import dev.perennial.coordinator.roster.Protocol;
import dev.perennial.coordinator.roster.Role;
import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.roster.RosterStore.Outcome;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Members of several protocols in one cluster, or kept out of it. */
@Timeout(120)
class TwoVersionsIT {
  private static final Protocol NEWER = new Protocol(4, 5);
  private static final Protocol NEWEST = new Protocol(5, 5);
  private static final String REFUSAL = "server a speaks protocol 4, this agent knows 5: ";

  private final Servers servers = new Servers();
  private final int portA = Servers.freePort();
  private final int portB = Servers.freePort();

  @AfterEach
  void close() {
    servers.close();
  }

  @Test
  void aNewerRostersFieldsOutliveWhatAnOlderServerChangesAndPutsBack() {
    HazelcastRosterStore older = servers.open("a", portA);
    HazelcastRosterStore newer = open("b", NEWER);
    IMap<String, GenericRecord> map = newer.member().getMap(MemberConfig.ROSTER_MAP);
    map.set("roster", NewerVersionTest.newer(3));

    Roster read = older.roster().orElseThrow();
    Joining.Outcome joined = Joining.join(read, "a", Role.SPARE, Set.of("b", "s"), 1, 0);
    Roster next = ((Joining.Outcome.Joined) joined).next();
    assertThat(older.replace(3, next)).isEqualTo(Outcome.DONE);
    mustHaveAll(map.get("roster"));
    assertThat(newer.replace(4, newer.roster().orElseThrow().without("a"))).isEqualTo(Outcome.DONE);

    assertThat(older.roster().orElseThrow().epoch()).isEqualTo(5);
    map.delete("roster");
    assertThat(older.roster().orElseThrow().epoch()).isEqualTo(5);
    mustHaveAll(map.get("roster"));
  }

  private static void mustHaveAll(GenericRecord stored) {
    assertThat(stored.getString("colour")).isEqualTo("green");
    assertThat(stored.getGenericRecord("lamp").getString("kind")).isEqualTo("red");
    assertThat(stored.getArrayOfGenericRecord("servers"))
        .filteredOn(server -> "s".equals(server.getString("name")))
        .singleElement()
        .satisfies(
            server -> {
              assertThat(server.getString("zone")).isEqualTo("east");
              assertThat(server.getInt64("priority")).isEqualTo(4);
            });
  }

  @Test
  void serversWithAProtocolInCommonReadEachOthersReports() {
    HazelcastRosterStore older = servers.open("a", portA);
    HazelcastRosterStore newer = open("b", NEWER);

    newer.report(Samples.report("b", 1));
    older.report(Samples.report("a", 1));

    await().untilAsserted(() -> assertThat(older.reports()).containsKeys("a", "b"));
    await().untilAsserted(() -> assertThat(newer.reports()).containsKeys("a", "b"));
    assertThat(older.alive()).containsExactlyInAnyOrder("a", "b");
    assertThat(servers.log).noneMatch(line -> line.contains("protocol"));
  }

  @Test
  void aServerOfAnotherProtocolIsRefusedByNameAndHarmsNobody() {
    HazelcastRosterStore a = servers.open("a", portA);
    assertThat(a.replace(0, Servers.roster(1))).isEqualTo(Outcome.DONE);

    assertThatThrownBy(() -> open("b", NEWEST))
        .isInstanceOf(ClusterException.class)
        .hasMessage(REFUSAL + "give it an agent as new as this one, and restart it");

    assertThat(a.alive()).containsExactly("a");
    await().untilAsserted(() -> assertThat(a.member().getCluster().getMembers()).hasSize(1));
    assertThat(a.roster()).contains(Servers.roster(1));
    assertThat(a.replace(1, Servers.roster(2))).isEqualTo(Outcome.DONE);
    assertThat(a.leader()).isTrue();
    assertThat(servers.log)
        .contains(
            "cluster: kept out: server b speaks protocol 5, this agent knows 4: give this"
                + " server an agent as new as that one, and restart it");
    assertThat(servers.deaths).isEmpty();
  }

  /** Those who keep it out may be gone before it has looked at them. */
  @Test
  void aRosterOfAnotherProtocolIsNeitherReadNorChangedNorJoined() {
    HazelcastRosterStore a = servers.open("a", portA);
    assertThat(a.replace(0, Servers.roster(1))).isEqualTo(Outcome.DONE);
    IMap<String, GenericRecord> map = a.member().getMap(MemberConfig.ROSTER_MAP);
    GenericRecord foreign = RosterRecords.write(Servers.roster(7), NEWEST);
    map.set("roster", foreign);

    assertThat(a.roster()).contains(Servers.roster(1));
    assertThat(a.replace(1, Servers.roster(2))).isEqualTo(Outcome.REFUSED);
    assertThat(a.replace(7, Servers.roster(8))).isEqualTo(Outcome.REFUSED);
    assertThat(map.get("roster")).isEqualTo(foreign);
    await()
        .untilAsserted(
            () ->
                assertThat(servers.deaths)
                    .anyMatch(why -> why.startsWith("the roster speaks protocol 5, this agent")));
    assertThatThrownBy(() -> open("b", Protocol.OURS))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("the roster speaks protocol 5, this agent knows 4: ");
  }

  @Test
  void whereClustersOfTwoProtocolsMeetTheYoungerMemberEndsAndTheRostersStayApart() {
    HazelcastRosterStore a = servers.open("a", portA, portB);
    assertThat(a.replace(0, Servers.roster(1))).isEqualTo(Outcome.DONE);
    HazelcastRosterStore b = servers.open(Servers.settings("b", Servers.SECRET, portB), NEWEST);
    Roster theirs = Servers.roster(5);
    b.replace(0, theirs);

    // Whichever it is: it ends itself by what its store is told.
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> assertThat(servers.deaths).anyMatch(why -> why.contains(" speaks protocol ")));
    assertThat(a.alive()).containsExactly("a");
    assertThat(b.alive()).containsExactly("b");
    assertThat(a.roster()).contains(Servers.roster(1));
    assertThat(b.roster()).contains(theirs);
  }

  private HazelcastRosterStore open(String name, Protocol protocol) {
    return servers.open(Servers.settings(name, Servers.SECRET, portB, portA), protocol);
  }
}
