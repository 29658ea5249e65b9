package dev.perennial.coordinator.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.coordinator.handshake.HandshakeException.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeRulesTest {
  private static final byte[] CLIENT = hello(1, 1);
  private static final byte[] SERVER = hello(2, 2);

  private final HandshakeRules rules = rules("key", "cluster");

  @ParameterizedTest(name = "key {0}, cluster {1}: let in is {2}")
  @CsvSource({
    "key, cluster, true",
    "other, cluster, false",
    "key, other, false",
    "key, cluster2, false",
    "other, other, false",
  })
  void aServerLetsInWhoHoldsItsKeyForItsCluster(String key, String cluster, boolean letIn)
      throws HandshakeException {
    byte[] proof = rules(key, cluster).clientProof(CLIENT, SERVER);

    HandshakeRules.Answer answer = rules.answer(CLIENT, SERVER, proof, false);

    assertThat(answer.refusal().isEmpty()).isEqualTo(letIn);
    if (letIn) {
      HandshakeRules.checkLetIn(answer.bytes()[0]);
      rules.checkServer(CLIENT, SERVER, rest(answer));
    } else {
      assertThat(answer.bytes()).containsExactly('N');
      assertKind(Kind.REFUSED, () -> HandshakeRules.checkLetIn(answer.bytes()[0]));
    }
  }

  @ParameterizedTest(name = "key {0}, cluster {1}")
  @CsvSource({"other, cluster", "key, other"})
  void aClientTrustsNoServerThatHoldsAnotherKeyAndSaysYesAllTheSame(String key, String cluster) {
    HandshakeRules theirs = rules(key, cluster);
    HandshakeRules.Answer answer =
        theirs.answer(CLIENT, SERVER, theirs.clientProof(CLIENT, SERVER), false);

    assertKind(Kind.REFUSED, () -> rules.checkServer(CLIENT, SERVER, rest(answer)));
  }

  @Test
  void noProofIsGoodForTheOtherRole() {
    byte[] own = rules.clientProof(CLIENT, SERVER);

    assertKind(Kind.REFUSED, () -> rules.checkServer(CLIENT, SERVER, own));
    byte[] servers = rest(rules.answer(CLIENT, SERVER, own, false));
    assertThat(rules.answer(CLIENT, SERVER, servers, false).refusal()).isPresent();
  }

  @Test
  void noProofIsGoodForAnotherConnection() {
    byte[] recorded = rules.clientProof(CLIENT, SERVER);

    assertThat(rules.answer(CLIENT, hello(3, 2), recorded, false).refusal()).isPresent();
    assertThat(rules.answer(hello(3, 1), SERVER, recorded, false).refusal()).isPresent();
  }

  /** Of somebody in the middle, who passes the proofs on and shows a certificate of his own. */
  @Test
  void noProofIsGoodForAnotherCertificate() {
    byte[] proof = rules.clientProof(CLIENT, hello(2, 9));

    assertThat(rules.answer(CLIENT, SERVER, proof, false).refusal()).isPresent();
    byte[] servers = rest(rules.answer(hello(1, 9), SERVER, proof(hello(1, 9), SERVER), false));
    assertKind(Kind.REFUSED, () -> rules.checkServer(CLIENT, SERVER, servers));
  }

  @Test
  void theCertificateIsTheSecondHalfOfAHello() throws HandshakeException {
    assertThat(HandshakeRules.certificate(CLIENT, SERVER)).isEqualTo(bytes(2));
  }

  @Test
  void nobodyTrustsItself() {
    assertKind(Kind.SELF, () -> HandshakeRules.certificate(hello(1, 5), hello(2, 5)));
  }

  private byte[] proof(byte[] client, byte[] server) {
    return rules.clientProof(client, server);
  }

  @ParameterizedTest
  @ValueSource(strings = {"N", "n", "y", "\0", "P"})
  void whatIsNoYesIsANo(String first) {
    assertKind(Kind.REFUSED, () -> HandshakeRules.checkLetIn((byte) first.charAt(0)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET / HT", "PERENL-2", "perenl-4", "PERENL-", ""})
  void anotherProtocolIsForeign(String begin) {
    byte[] magic = begin.getBytes(StandardCharsets.US_ASCII);

    assertKind(Kind.FOREIGN, () -> HandshakeRules.checkMagic(magic));
  }

  @ParameterizedTest
  @CsvSource({"PERENL-1, 1 or 2", "PERENL-3, 3"})
  void anEarlierAgentIsNamed(String magic, String protocol) {
    assertThatThrownBy(() -> HandshakeRules.checkMagic(magic.getBytes(StandardCharsets.US_ASCII)))
        .hasMessageContaining("has an agent of protocol " + protocol + ", this agent knows 4: ");
  }

  @Test
  void theFirstMessageIsTheMagicAndTheHello() throws HandshakeException {
    byte[] first = HandshakeRules.first(CLIENT);

    assertThat(first).hasSize(HandshakeRules.MAGIC_BYTES + HandshakeRules.HELLO_BYTES);
    HandshakeRules.checkMagic(Arrays.copyOf(first, HandshakeRules.MAGIC_BYTES));
    assertThat(first).endsWith(CLIENT);
  }

  private static HandshakeRules rules(String key, String context) {
    return new HandshakeRules(ProofKeys.of(key.getBytes(StandardCharsets.UTF_8)), context);
  }

  private static byte[] hello(int nonce, int certificate) {
    return HandshakeRules.hello(bytes(nonce), bytes(certificate));
  }

  private static byte[] bytes(int value) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  private static byte[] rest(HandshakeRules.Answer answer) {
    return Arrays.copyOfRange(answer.bytes(), 1, answer.bytes().length);
  }

  private static void assertKind(Kind kind, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            HandshakeException.class, e -> assertThat(e.kind()).isEqualTo(kind));
  }
}
