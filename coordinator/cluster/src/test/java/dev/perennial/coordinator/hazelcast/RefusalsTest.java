package dev.perennial.coordinator.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.coordinator.handshake.HandshakeException;
import dev.perennial.coordinator.handshake.HandshakeException.Kind;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Many are refused at one address, as where servers are behind one. */
class RefusalsTest {
  private final List<String> lines = new ArrayList<>();
  private final List<String> proofs = new ArrayList<>();
  private final Refusals refusals =
      new Refusals(new RateLimitedLog(lines::add, () -> 0), proofs::add, new SecretDoubts(() -> 0));

  private void refuse(int times, Kind kind, String why) throws IOException {
    for (int i = 0; i < times; i++) {
      try (Socket socket = new Socket()) {
        refusals.incoming(socket, new HandshakeException(kind, why));
      }
    }
  }

  @Test
  void whyACertificateIsNotTakenIsSaidAlthoughOthersHaveNone() throws IOException {
    refuse(50, Kind.UNCERTIFIED, "the peer has no certificate");

    refuse(50, Kind.UNCERTIFIED, "the certificate of CN=other is not taken");

    assertThat(lines)
        .filteredOn(line -> line.contains("CN=other"))
        .as("some, not all")
        .hasSizeBetween(1, 10);
  }

  @Test
  void aWrongSecretIsToldAlthoughStrangersKnock() throws IOException {
    refuse(500, Kind.FOREIGN, "that is no handshake");

    refuse(1, Kind.REFUSED, "the peer holds another secret");

    assertThat(lines).anyMatch(line -> line.contains("another secret"));
    assertThat(proofs).hasSize(1);
    assertThat(refusals.count()).isEqualTo(501);
  }

  /** Who holds the secret can name itself as it likes. */
  @Test
  void namesThatAreInventedTakeNoLineFromOthersOfTheCluster() throws IOException {
    for (int i = 0; i < 1_000; i++) {
      refuse(1, Kind.UNCERTIFIED, "the certificate of CN=" + i + " is not taken");
    }

    assertThat(lines).hasSizeLessThan(100);
    refuse(1, Kind.REFUSED, "the peer holds another secret");
    assertThat(lines).anyMatch(line -> line.contains("another secret"));
  }
}
