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
  private static final byte[] CLIENT = nonce(1);
  private static final byte[] SERVER = nonce(2);

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

    HandshakeRules.Answer answer = rules.answer(CLIENT, SERVER, proof);

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
        theirs.answer(CLIENT, SERVER, theirs.clientProof(CLIENT, SERVER));

    assertKind(Kind.REFUSED, () -> rules.checkServer(CLIENT, SERVER, rest(answer)));
  }

  @Test
  void noProofIsGoodForTheOtherRole() {
    byte[] own = rules.clientProof(CLIENT, SERVER);

    assertKind(Kind.REFUSED, () -> rules.checkServer(CLIENT, SERVER, own));
    byte[] servers = rest(rules.answer(CLIENT, SERVER, own));
    assertThat(rules.answer(CLIENT, SERVER, servers).refusal()).isPresent();
  }

  @Test
  void noProofIsGoodForAnotherConnection() {
    byte[] recorded = rules.clientProof(CLIENT, SERVER);

    assertThat(rules.answer(CLIENT, nonce(3), recorded).refusal()).isPresent();
    assertThat(rules.answer(nonce(3), SERVER, recorded).refusal()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"N", "n", "y", "\0", "P"})
  void whatIsNoYesIsANo(String first) {
    assertKind(Kind.REFUSED, () -> HandshakeRules.checkLetIn((byte) first.charAt(0)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET / HT", "PERENL-2", "perenl-3", "PERENL-", ""})
  void anotherProtocolIsForeign(String begin) {
    byte[] magic = begin.getBytes(StandardCharsets.US_ASCII);

    assertKind(Kind.FOREIGN, () -> HandshakeRules.checkMagic(magic));
  }

  @Test
  void anEarlierAgentIsNamed() {
    assertThatThrownBy(
            () -> HandshakeRules.checkMagic("PERENL-1".getBytes(StandardCharsets.US_ASCII)))
        .hasMessageContaining("has an agent of protocol 1 or 2, this agent knows 3");
  }

  @Test
  void aHelloIsTheMagicAndTheNonce() throws HandshakeException {
    byte[] hello = HandshakeRules.hello(CLIENT);

    assertThat(hello).hasSize(HandshakeRules.MAGIC_BYTES + HandshakeRules.NONCE_BYTES);
    HandshakeRules.checkMagic(Arrays.copyOf(hello, HandshakeRules.MAGIC_BYTES));
    assertThat(hello).endsWith(CLIENT);
  }

  private static HandshakeRules rules(String key, String context) {
    return new HandshakeRules(key.getBytes(StandardCharsets.UTF_8), context);
  }

  private static byte[] nonce(int value) {
    byte[] nonce = new byte[HandshakeRules.NONCE_BYTES];
    Arrays.fill(nonce, (byte) value);
    return nonce;
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
