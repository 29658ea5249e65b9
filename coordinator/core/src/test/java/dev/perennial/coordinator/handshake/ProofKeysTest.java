package dev.perennial.coordinator.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.coordinator.handshake.HandshakeRules.Answer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProofKeysTest {
  private static final byte[] CLIENT = new byte[HandshakeRules.HELLO_BYTES];
  private static final byte[] SERVER = new byte[HandshakeRules.HELLO_BYTES];

  /** Each step of a change from "a" to "b", and what is none. */
  @ParameterizedTest(name = "client {0}, server {1}: {2}")
  @CsvSource({
    "a, a, true",
    "a, b a, true",
    "b a, a, true",
    "b a, b a, true",
    "b a, b, true",
    "b, b a, true",
    "b, b, true",
    "a b, b a, true",
    "a, b, false",
    "b, a, false",
    "b a, c, false",
    "c, b a, false",
    "b a, d c, false"
  })
  void endsMeetThatHaveAKeyInCommon(String client, String server, boolean meet)
      throws HandshakeException {
    HandshakeRules ofClient = new HandshakeRules(keys(client), "shop");
    HandshakeRules ofServer = new HandshakeRules(keys(server), "shop");

    byte[] proofs = ofClient.clientProof(CLIENT, SERVER);
    Answer answer = ofServer.answer(CLIENT, SERVER, proofs, false);

    assertThat(proofs).hasSize(ProofKeys.PROOFS_BYTES);
    assertThat(answer.refusal().isEmpty()).isEqualTo(meet);
    if (meet) {
      ofClient.checkServer(CLIENT, SERVER, Arrays.copyOfRange(answer.bytes(), 1, 33));
    } else {
      assertThat(answer.bytes()).hasSize(1);
    }
  }

  @Test
  void whatFillsTheSecondPlaceProvesNothing() {
    ProofKeys one = keys("a");
    byte[] proofs = one.prove(key -> key);
    byte[] filler = Arrays.copyOfRange(proofs, 32, 64);

    assertThat(filler).isNotEqualTo(Arrays.copyOf(proofs, 32));
    assertThat(one.provenBy(filler, key -> key)).isEmpty();
    assertThat(one.provenBy(proofs, key -> key)).isPresent();
    assertThat(one.provenBy(new byte[0], key -> key)).isEmpty();
  }

  private static ProofKeys keys(String names) {
    String[] each = names.split(" ");
    return each.length == 1 ? ProofKeys.of(key(each[0])) : ProofKeys.of(key(each[0]), key(each[1]));
  }

  private static byte[] key(String name) {
    return name.repeat(32).getBytes(StandardCharsets.US_ASCII);
  }
}
