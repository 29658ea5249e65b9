package dev.perennial.coordinator.hazelcast;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hazelcast.core.HazelcastInstance;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What somebody sees who is on the way between two servers, and what he can do. */
@Timeout(120)
final class SealedTrafficIT {
  /** The name of a member's attribute: each says it when it joins. */
  private static final String SAID = MemberConfig.SERVER;

  private final Servers servers = new Servers();
  private final int port = Servers.freePort();

  @AfterEach
  void close() {
    servers.close();
  }

  @Test
  void nobodyOnTheWayReadsWhatServersSay() throws IOException {
    HazelcastRosterStore a = servers.open("a", port);
    try (RecordingPipe pipe = new RecordingPipe(port)) {
      HazelcastRosterStore b = servers.open("b", Servers.freePort(), pipe.port());

      assertThat(a.alive()).containsExactlyInAnyOrder("a", "b");
      assertThat(b.alive()).containsExactlyInAnyOrder("a", "b");
      String seen = new String(pipe.recorded(), ISO_8859_1);
      assertThat(seen).contains("PERENL-").hasSizeGreaterThan(1000).doesNotContain(SAID);
    }
  }

  /** The address of a server that is down is taken by somebody who passes the connection back. */
  @Test
  void aServerDoesNotTrustItselfThroughSomebodyElse() throws IOException {
    try (RecordingPipe pipe = new RecordingPipe(port)) {
      HazelcastRosterStore a = servers.open("a", port, pipe.port());

      assertThat(a.alive()).containsExactly("a");
      await().until(() -> a.refusedConnections() > 1);
      assertThat(servers.log)
          .anyMatch(
              line ->
                  line.contains("no trust with 127.0.0.1:" + pipe.port())
                      && line.contains("leads back to this very server"));
    }
  }

  /** More than fits any buffer on the way, both ways at once. */
  @Test
  void largeValuesArriveWhole() {
    HazelcastInstance a = servers.open("a", port).member();
    HazelcastInstance b = servers.open("b", Servers.freePort(), port).member();
    byte[] value = new byte[2 << 20];
    new Random(3).nextBytes(value);

    for (int i = 0; i < 4; i++) {
      a.getMap("large").put(i, value);
      b.getMap("large").put(-i - 1, value);
    }

    for (int i = -4; i < 4; i++) {
      assertThat((byte[]) a.getMap("large").get(i)).isEqualTo(value);
      assertThat((byte[]) b.getMap("large").get(i)).isEqualTo(value);
    }
  }
}
