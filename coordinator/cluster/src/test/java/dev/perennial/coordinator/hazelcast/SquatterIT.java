package dev.perennial.coordinator.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.perennial.coordinator.handshake.SecretDoubt;
import dev.perennial.coordinator.roster.Protocol;
import dev.perennial.coordinator.secret.Handshake;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Somebody has the address of a configured server that is down; no other one is there yet. */
@Timeout(240)
@Execution(ExecutionMode.CONCURRENT)
class SquatterIT {
  private final Servers servers = new Servers();
  private final int port = Servers.freePort();

  @AfterEach
  void close() {
    servers.close();
  }

  /** As a server's that holds another secret, its no counts for a while. */
  @ParameterizedTest
  @EnumSource(
      value = Squatter.Manner.class,
      names = {"REFUSES", "PRETENDS"})
  void whoRefusesKeepsAServerWaitingForATimeOnly(Squatter.Manner manner) throws IOException {
    SecretDoubts doubts = servers.doubts();
    try (Squatter squatter = new Squatter(manner)) {
      ClusterSettings settings = Servers.settings("a", Servers.SECRET, port, squatter.port());
      assertThatThrownBy(() -> servers.open(settings, Protocol.OURS, doubts))
          .isInstanceOf(ClusterException.class)
          .hasMessageContaining("the secret was refused by 127.0.0.1:" + squatter.port());

      servers.nanosAhead.addAndGet(SecretDoubt.PATIENCE.toNanos());
      HazelcastRosterStore a = servers.open(settings, Protocol.OURS, doubts);

      assertThat(a.alive()).containsExactly("a");
      assertThat(a.replace(0, Servers.roster(1))).isEqualTo(HazelcastRosterStore.Outcome.DONE);
      assertThat(servers.log)
          .anyMatch(line -> line.startsWith("cluster: begun without the others"));
      // What the alert is made of.
      assertThat(servers.refused).anyMatch(line -> line.contains(":" + squatter.port() + ": "));

      HazelcastRosterStore b = servers.open("b", Servers.freePort(), squatter.port(), port);
      assertThat(b.alive()).containsExactlyInAnyOrder("a", "b");
    }
  }

  /** It is not in doubt any more: there is a server with the same one. */
  @Test
  void besideAServerThatProvesTheSecretNoRefusalCounts() throws Exception {
    try (Squatter squatter = new Squatter(Squatter.Manner.REFUSES)) {
      HazelcastRosterStore a = proven(servers.doubts(), squatter.port());

      assertThat(a.alive()).containsExactly("a");
      assertThat(servers.refused).isNotEmpty();
    }
  }

  /** Opens a server to which another one that holds the secret connects meanwhile. */
  private HazelcastRosterStore proven(SecretDoubts doubts, int peer) throws Exception {
    Handshake other =
        new Handshake(
            Servers.SECRET.keys("members"), "test", Duration.ofSeconds(10), System::nanoTime);
    Thread knocks =
        new Thread(
            () ->
                await()
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> isLetIn(other)));
    knocks.start();
    HazelcastRosterStore store =
        servers.open(Servers.settings("a", Servers.SECRET, port, peer), Protocol.OURS, doubts);
    knocks.join();
    return store;
  }

  private boolean isLetIn(Handshake other) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      other.connect(socket);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Squatter.Manner.class,
      names = {"FALLS_SILENT", "HANGS_UP"})
  void whoSaysNothingKeepsNoServerWaiting(Squatter.Manner manner) throws IOException {
    try (Squatter squatter = new Squatter(manner)) {
      HazelcastRosterStore a = servers.open("a", port, squatter.port());

      assertThat(a.alive()).containsExactly("a");
      assertThat(squatter.asked).hasPositiveValue();
    }
  }

  /** Each time that it has to join, a server's secret is in doubt anew. */
  @Test
  void onceAServerHasJoinedWhatWasBeforeDoesNotCount() throws Exception {
    SecretDoubts doubts = servers.doubts();
    try (Squatter squatter = new Squatter(Squatter.Manner.REFUSES)) {
      HazelcastRosterStore a = proven(doubts, squatter.port());
      a.member().getLifecycleService().terminate();

      assertThatThrownBy(
              () ->
                  servers.open(
                      Servers.settings("a", Servers.SECRET, port, squatter.port()),
                      Protocol.OURS,
                      doubts))
          .isInstanceOf(ClusterException.class)
          .hasMessageContaining("the secret was refused by");
    }
  }
}
