package dev.perennial.agent.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.duplex.Containers;
import dev.perennial.agent.part.Parts;
import dev.perennial.agent.server.AgentStatus;
import dev.perennial.agent.server.FakeStore;
import dev.perennial.agent.server.Notices;
import dev.perennial.agent.server.Operator;
import dev.perennial.agent.server.Reach;
import dev.perennial.coordinator.roster.Mode;
import dev.perennial.coordinator.roster.Role;
import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.roster.ServerEntry;
import dev.perennial.coordinator.roster.Stage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real parts, joined as in a server's life, of a cluster that is not joined. */
class FollowingTest {
  @TempDir Path directory;

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final Workers workers = Workers.start();
  private Path secret;
  private ClusterParts cluster;
  private TrafficWiring traffic;
  private Following following;

  @BeforeEach
  void writeSecret() throws IOException {
    secret = Files.writeString(directory.resolve("secret"), "a secret for the tests alone");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
  }

  @AfterEach
  void end() {
    workers.loop().shutdownNow();
    workers.timer().shutdownNow();
    workers.work().shutdownNow();
  }

  @Test
  void whoHasHandedOverKeepsANoteForTheNextLifeUntilItServesAgain() {
    make("action=automatic");
    assertThat(note()).doesNotExist();

    follow(Stage.RETIRED);
    assertThat(note()).exists();
    follow(Stage.IN_SERVICE);

    assertThat(note()).doesNotExist();
  }

  @Test
  void whoOnlyObservesKeepsNone() {
    make("action=observe");

    follow(Stage.RETIRED);

    assertThat(note()).doesNotExist();
  }

  @Test
  void theOthersAreKnownFromTheFirstTurnOn() {
    make("action=automatic");
    assertThat(traffic.peers.neighbours().known()).isFalse();

    follow(Stage.IN_SERVICE);

    assertThat(traffic.peers.neighbours().known()).isTrue();
  }

  /** Two servers with the same secret have the same keys, one for each purpose. */
  @Test
  void keysComeFromTheSecretAndThePurpose() {
    make("role=primary");
    byte[] link = key(cluster, "link");

    Start other = Starts.of(directory, "role=spare,secret.file=" + secret, said);
    assertThat(key(ClusterParts.of(other, workers, alerts -> {}), "link")).isEqualTo(link);
    assertThat(key(cluster, "members")).isNotEqualTo(link);
  }

  /** Returns the key for a purpose, as it signs. */
  private static byte[] key(ClusterParts parts, String purpose) {
    return parts.keys(purpose).orElseThrow().get().prove(key -> key);
  }

  @Test
  void aClusterThatCannotBeHadIsSaidAndTheServerGoesOnAlone() {
    secret = directory.resolve("none");
    make("role=primary");

    assertThat(cluster.settings()).isEmpty();
    assertThat(cluster.keys("link")).isEmpty();
    assertThat(said.toString(StandardCharsets.UTF_8))
        .contains("perennial.secret.file", "this server goes on alone");
  }

  private void make(String args) {
    Start start = Starts.of(directory, args + ",secret.file=" + secret, said);
    Operator operator = new Operator(start.action());
    Containers containers = new Containers();
    Records records = Records.open(start, InstantSource.system());
    cluster = ClusterParts.of(start, workers, alerts -> {});
    Parts parts = new Parts(ManagementFactory::getPlatformMBeanServer, workers.work());
    traffic =
        new TrafficWiring(start, workers, cluster, containers, parts, () -> false, records.audit());
    AgentStatus status =
        new AgentStatus(
            start.name(),
            start.settings(),
            operator,
            containers,
            traffic.load,
            traffic.duplexer,
            traffic.moves,
            traffic.gate.everHeld(),
            records.history());
    Endings endings =
        new Endings(
            start,
            traffic,
            cluster,
            records,
            operator,
            new AgingWiring(start, workers, InstantSource.system()).ladder(parts, status),
            LateRestart.of(start, status::isHealthy),
            InstantSource.system());
    following =
        new Following(
            start,
            workers,
            cluster,
            traffic,
            endings,
            records,
            status,
            new Notices(
                start.settings(),
                new Reach("a", "shop", status, alerts -> {}, start.log(), InstantSource.system()),
                System::nanoTime,
                start.log()::info,
                start.log()::warn));
  }

  private void follow(Stage stage) {
    ServerEntry self = new ServerEntry("a", 3, Role.PRIMARY, stage, "b", 7, 0, "said", 1, false);
    Roster roster = new Roster(9, Mode.ACTIVE_STANDBY, List.of(self), Set.of(), List.of(), "");
    FakeStore store = new FakeStore(roster);
    following.followers(Optional::empty).forEach(each -> each.look(self, roster, store));
  }

  private Path note() {
    return directory.resolve("handover.note");
  }
}
