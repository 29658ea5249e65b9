package dev.perennial.coordinator.hazelcast;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.hazelcast.config.Config;
import com.hazelcast.config.SocketInterceptorConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import dev.perennial.coordinator.roster.Protocol;
import dev.perennial.coordinator.secret.ClusterSecret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class SecretCheckIT {
  private final Servers servers = new Servers();
  private final int port = Servers.freePort();

  @AfterEach
  void close() {
    servers.close();
  }

  @Test
  void serversWithTheSameSecretSeeEachOther() {
    HazelcastRosterStore a = servers.open("a", port);
    HazelcastRosterStore b = servers.open("b", Servers.freePort(), port);

    assertThat(a.alive()).containsExactlyInAnyOrder("a", "b");
    assertThat(b.alive()).containsExactlyInAnyOrder("a", "b");
    assertThat(a.leader()).isTrue();
    assertThat(b.leader()).isFalse();
    assertThat(a.refusedConnections() + b.refusedConnections()).isZero();
  }

  @Test
  void aServerWithAnotherSecretIsRefusedOnBothSidesAndTheClusterIsUnharmed() {
    HazelcastRosterStore a = servers.open("a", port);
    HazelcastRosterStore b = servers.open("b", Servers.freePort(), port);
    ClusterSecret other = ClusterSecret.of("not the secret of this test");

    assertThatThrownBy(() -> servers.open(Servers.settings("c", other, Servers.freePort(), port)))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("the secret was refused by")
        .hasMessageContaining(":" + port);

    assertThat(a.refusedConnections()).isPositive();
    assertThat(servers.log).anyMatch(l -> l.startsWith("cluster: refused a connection from"));
    assertThat(servers.refused).anyMatch(l -> l.contains(" connected: "));
    assertThat(servers.refused).anyMatch(l -> l.contains(":" + port + ": "));
    assertThat(a.alive()).containsExactlyInAnyOrder("a", "b");
    assertThat(b.alive()).containsExactlyInAnyOrder("a", "b");
    assertThat(b.replace(0, Servers.roster(1))).isEqualTo(HazelcastRosterStore.Outcome.DONE);
  }

  @Test
  void aMemberWithoutTheCheckIsRefused() {
    HazelcastRosterStore a = servers.open("a", port);
    Config config =
        MemberConfig.of(
            Servers.settings("plain", Servers.SECRET, Servers.freePort(), port),
            getClass().getClassLoader(),
            Protocol.OURS);
    config
        .getNetworkConfig()
        .setSocketInterceptorConfig(new SocketInterceptorConfig().setEnabled(false));

    HazelcastInstance plain = Hazelcast.newHazelcastInstance(config);
    try {
      assertThat(plain.getCluster().getMembers()).hasSize(1);
      assertThat(a.alive()).containsExactly("a");
      await().until(() -> a.refusedConnections() > 0);
    } finally {
      plain.getLifecycleService().terminate();
    }
  }

  @Test
  void clientsAndOtherProtocolsAreRefusedBeforeHazelcastReadsAnything() throws Exception {
    HazelcastRosterStore a = servers.open("a", port);

    for (String bytes : List.of("CP2-and-more", "HZC-and-more", "GET / HTTP/1.1\r\n\r\n")) {
      try (Socket socket = connect()) {
        socket.getOutputStream().write(bytes.getBytes(US_ASCII));
        assertThat(closedByPeer(socket)).isTrue();
      }
    }

    assertThat(a.refusedConnections()).isEqualTo(3);
    assertThat(servers.log).anyMatch(l -> l.contains("not a Perennial server"));
    // These proved nothing: a person need not be woken for them.
    assertThat(servers.refused).isEmpty();
    assertThat(servers.log).noneMatch(l -> l.startsWith("hazelcast:"));
  }

  @Test
  void silentConnectionsAreDroppedAndDoNotKeepServersOut() throws Exception {
    HazelcastRosterStore a = servers.open("a", port);
    List<Socket> silent = new ArrayList<>();
    try {
      for (int i = 0; i < 64; i++) {
        silent.add(connect());
      }

      for (Socket socket : silent) {
        assertThat(closedByPeer(socket)).isTrue();
      }
      assertThat(a.refusedConnections()).isEqualTo(64);

      HazelcastRosterStore b = servers.open("b", Servers.freePort(), port);
      assertThat(b.alive()).containsExactlyInAnyOrder("a", "b");
      // Of the 64 lines that were due.
      assertThat(servers.log).filteredOn(l -> l.contains("refused")).hasSizeLessThan(10);
    } finally {
      for (Socket socket : silent) {
        socket.close();
      }
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout((int) Duration.ofSeconds(6).toMillis());
    return socket;
  }

  private static boolean closedByPeer(Socket socket) {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }
}
