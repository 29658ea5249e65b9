package dev.perennial.coordinator.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.coordinator.roster.Mode;
import dev.perennial.coordinator.secret.ClusterSecret;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterSettingsTest {
  private static final ClusterSecret SECRET = ClusterSecret.of("the secret of this test");

  @Test
  void defaults() {
    ClusterSettings settings = ClusterSettings.defaults("a", SECRET);

    assertThat(settings)
        .isEqualTo(
            new ClusterSettings(
                "a",
                "perennial",
                "127.0.0.1",
                5701,
                List.of(),
                Mode.ACTIVE_STANDBY,
                SECRET,
                false));
  }

  @Test
  void allMistakesAreToldTogether() {
    assertThatThrownBy(
            () ->
                new ClusterSettings(
                    "a b",
                    "",
                    "0.0.0.0",
                    0,
                    List.of("host", "host:70000"),
                    Mode.ACTIVE_STANDBY,
                    SECRET,
                    false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("perennial.server: 'a b'")
        .hasMessageContaining("perennial.cluster.name: ''")
        .hasMessageContaining("perennial.cluster.bind: '0.0.0.0'")
        .hasMessageContaining("perennial.cluster.port: 0")
        .hasMessageContaining("perennial.cluster.members: 'host'")
        .hasMessageContaining("perennial.cluster.members: 'host:70000'");
  }

  @Test
  void anAddressBeyondLoopbackNeedsAConfiguredSecret(@TempDir Path home) {
    ClusterSecret own = ClusterSecret.resolve(null, null, home, "perennial");

    assertThat(with("127.0.0.1", "h:1", own).bind()).isEqualTo("127.0.0.1");
    assertThat(with("192.0.2.7", "h:1", SECRET).bind()).isEqualTo("192.0.2.7");
    assertThatThrownBy(() -> with("192.0.2.7", "h:1", own))
        .hasMessageContaining("192.0.2.7")
        .hasMessageContaining("perennial.secret.file")
        .hasMessageContaining("PERENNIAL_SECRET");
  }

  @ParameterizedTest
  @ValueSource(strings = {"host:1", "10.0.0.1:5701", "[::1]:5701", "a.b-c.example:65535"})
  void membersAreHostAndPort(String member) {
    assertThat(with("127.0.0.1", member, SECRET).members()).containsExactly(member);
  }

  @ParameterizedTest
  @ValueSource(strings = {"host", "host:", ":5701", "::1:5701", "host:0", "host:65536", "a b:1"})
  void otherMembersAreRefused(String member) {
    assertThatThrownBy(() -> with("127.0.0.1", member, SECRET))
        .hasMessageContaining("'" + member + "'");
  }

  private static ClusterSettings with(String bind, String member, ClusterSecret secret) {
    return new ClusterSettings(
        "a", "c", bind, 5701, List.of(member), Mode.ACTIVE_ACTIVE, secret, false);
  }
}
