package dev.perennial.agent.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ConnectionPoolIT {
  private final RelaySettings settings = RelaySettings.defaults();
  private final AtomicLong nanos = new AtomicLong();
  private final ConnectionPool pool = new ConnectionPool(settings, nanos::get);
  private ServerSocket server;
  private Target target;

  @BeforeEach
  void open() throws IOException {
    server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    target = new Target("127.0.0.1", server.getLocalPort(), "token", "a");
  }

  @AfterEach
  void close() throws IOException {
    pool.close();
    server.close();
  }

  /** Otherwise the other server keeps a thread or a descriptor for a relay that is over. */
  @Test
  void idleConnectionsAreClosedThoughNothingIsRelayedAnyMore() throws Exception {
    pool.put(target, Connection.open(target, settings));
    try (Socket other = server.accept()) {
      other.setSoTimeout(100);
      pool.closeExpired();
      assertThatThrownBy(() -> other.getInputStream().read())
          .as("still open")
          .isInstanceOf(SocketTimeoutException.class);

      nanos.addAndGet(settings.idleTimeout().toNanos() + 1);
      pool.closeExpired();

      other.setSoTimeout(20_000);
      assertThat(other.getInputStream().read()).isEqualTo(-1);
      assertThat(pool.take(target)).isNull();
    }
  }

  @Test
  void theLastUsedConnectionIsTakenFirst() throws Exception {
    Connection older = Connection.open(target, settings);
    Connection younger = Connection.open(target, settings);
    pool.put(target, older);
    pool.put(target, younger);

    assertThat(pool.take(target)).isSameAs(younger);
    assertThat(pool.take(target)).isSameAs(older);
  }
}
