package dev.perennial.coordinator.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.perennial.coordinator.secret.Authority;
import dev.perennial.coordinator.secret.ClusterSecret;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Real members with certificates. */
@Timeout(180)
@Execution(ExecutionMode.CONCURRENT)
class CertificatesIT {
  private static final Authority OURS = Authority.named("CN=Ours");

  @TempDir Path folder;

  private final Servers servers = new Servers();
  private final int port = Servers.freePort();

  @AfterEach
  void close() {
    servers.close();
  }

  private ClusterSecret certified(Authority authority, String server, boolean required) {
    return Servers.SECRET.with(
        authority.files(folder.resolve(server), authority.server("CN=" + server), required));
  }

  private HazelcastRosterStore open(String server, ClusterSecret secret, int at) {
    return servers.open(
        at == port
            ? Servers.settings(server, secret, at)
            : Servers.settings(server, secret, at, port));
  }

  @Test
  void serversOfOneAuthorityAreOneClusterAndAnotherIsRefusedOnBothSides() {
    HazelcastRosterStore a = open("a", certified(OURS, "a", true), port);
    HazelcastRosterStore b = open("b", certified(OURS, "b", true), Servers.freePort());
    assertThat(b.alive()).containsExactlyInAnyOrder("a", "b");
    assertThat(servers.refused).isEmpty();

    Authority theirs = Authority.named("CN=Theirs");
    assertThatThrownBy(() -> open("c", certified(theirs, "c", true), Servers.freePort()))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("there is no trust with 127.0.0.1:" + port)
        .hasMessageContaining("CN=a is not taken");

    assertThat(servers.refused)
        .anyMatch(l -> l.contains("connected: the peer does not take our certificate of CN=a"));
    assertThat(a.alive()).containsExactlyInAnyOrder("a", "b");
    assertThat(b.replace(0, Servers.roster(1))).isEqualTo(HazelcastRosterStore.Outcome.DONE);
  }

  /** Its own demands are as low as can be: what keeps it out is the others'. */
  @Test
  void theSecretAloneIsNotEnoughAndTheAlertNamesWhoseCertificateIsRefused() {
    HazelcastRosterStore a = open("a", certified(OURS, "a", true), port);

    assertThatThrownBy(() -> open("plain", Servers.SECRET, Servers.freePort()))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("the peer takes servers with a certificate alone");
    Authority theirs = Authority.named("CN=Theirs");
    assertThatThrownBy(() -> open("c", certified(theirs, "c", false), Servers.freePort()))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("the peer does not take our certificate of CN=c");

    assertThat(servers.refused)
        .anyMatch(l -> l.contains(" connected: the peer holds our secret, and has no certificate"))
        .anyMatch(
            l ->
                l.contains("the certificate of CN=c is not taken: it is signed by no authority")
                    && l.contains("its issuer is CN=Theirs"));
    assertThat(a.alive()).containsExactly("a");
  }

  @Test
  void theCertificateAloneIsNotEnough() {
    HazelcastRosterStore a = open("a", certified(OURS, "a", true), port);
    ClusterSecret other =
        ClusterSecret.of("not the secret of this test")
            .with(OURS.files(folder.resolve("c"), OURS.server("CN=c"), true));

    assertThatThrownBy(() -> open("c", other, Servers.freePort()))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("the secret was refused by");
    assertThat(a.alive()).containsExactly("a");
  }

  /** Server by server: first all of them offer theirs, then each asks for the others'. */
  @Test
  void aClusterIsGivenItsCertificatesWithoutAPause() {
    HazelcastRosterStore plain = open("plain", Servers.SECRET, port);
    HazelcastRosterStore offering =
        open("offering", certified(OURS, "offering", false), Servers.freePort());
    assertThat(plain.alive()).containsExactlyInAnyOrder("plain", "offering");

    plain.close();
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(offering.alive()).containsExactly("offering"));
    HazelcastRosterStore asking =
        servers.open(
            Servers.settings(
                "asking",
                certified(OURS, "asking", true),
                Servers.freePort(),
                offering.member().getConfig().getNetworkConfig().getPort()));

    assertThat(asking.alive()).containsExactlyInAnyOrder("asking", "offering");
  }
}
