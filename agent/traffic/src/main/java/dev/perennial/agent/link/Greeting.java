package dev.perennial.agent.link;

import dev.perennial.coordinator.handshake.CertificateRefusal;
import dev.perennial.coordinator.handshake.CertificateStatement;
import dev.perennial.coordinator.handshake.Certificates;
import dev.perennial.coordinator.handshake.ProofKeys;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import javax.crypto.KeyAgreement;
import org.jspecify.annotations.Nullable;

/**
 * The handshake of a link: both ends prove that they hold a key in common, tell each other who they
 * are, and agree on keys for this connection alone.
 *
 * <pre>
 * client                                            server
 *   MAGIC nonceC ephemeralC                    -->
 *                                              <--  MAGIC nonceS ephemeralS
 *   nameC two HMAC(key, "C", all so far)       -->
 *                                              <--  'Y' nameS HMAC(key, "S", all so far)
 *                                                   or 'N' reason, and closes
 *                                              <--  statementS, where it has a certificate
 *   statementC, where it has a certificate     -->
 *                                              <--  and then: 'Y', or 'N' reason, and closes
 * </pre>
 *
 * The client proves first: whoever merely connects to a server gets nothing to guess the secret
 * from. The role is part of what is signed, so that nothing can be played back to its sender. An
 * end's magic says whether it has a certificate of an authority, and is signed with all the rest.
 */
final class Greeting {
  private static final byte[] MAGIC = "PERLINK4".getBytes(StandardCharsets.US_ASCII);

  /** Of an end that shows a certificate of an authority. */
  private static final byte[] CERTIFIED = "PERLINKC".getBytes(StandardCharsets.US_ASCII);

  /** Of agents that speak protocol 1 to 3, whose keys are made in another way. */
  private static final byte[] EARLIER = "PERLINK1".getBytes(StandardCharsets.US_ASCII);

  private static final int NONCE_BYTES = 32;

  /** An X25519 key in the JDK's (X.509) form always has this length. */
  private static final int EPHEMERAL_BYTES = 44;

  private static final int HELLO_BYTES = MAGIC.length + NONCE_BYTES + EPHEMERAL_BYTES;
  private static final int MAX_REASON_BYTES = 500;
  private static final byte YES = 'Y';
  private static final byte NO = 'N';

  private static final SecureRandom RANDOM = new SecureRandom();

  private final ProofKeys keys;
  private final Certificates certificates;

  /** As of now: a renewed one is for the next connection. */
  private final Optional<Certificates.Own> own;

  private final LinkPeer self;
  private @Nullable KeyPair ephemeral;
  private final ByteArrayOutputStream transcript = new ByteArrayOutputStream();

  /** What both ends know in the end. */
  record Result(LinkPeer peer, SessionKeys keys) {}

  Greeting(ProofKeys keys, LinkPeer self) {
    this.keys = keys;
    this.certificates = keys.certificates();
    this.own = certificates.own();
    this.self = self;
  }

  /** Carries out the client's part. */
  Result connect(DeadlineStream stream) throws IOException {
    stream.write(said(hello()));
    byte[] theirs = said(hello(stream));
    if (certificates.required() && !certified(theirs)) {
      throw new LinkRefusedException(
          "the peer has no certificate: set perennial.cluster.keystore there");
    }
    byte[] name = said(self.encode());
    stream.write(withLength(name));
    stream.write(said(keys.prove(key -> sign(key, 'C'))));
    readVerdict(stream);
    LinkPeer peer = LinkPeer.decode(said(readBlock(stream, LinkPeer.MAX_BYTES)));
    byte[] common =
        keys.provenBy(stream.read(ProofKeys.PROOF_BYTES), key -> sign(key, 'S'))
            .orElseThrow(() -> new LinkRefusedException("the peer does not hold our secret"));
    if (certified(theirs)) {
      check(stream, 'S');
    }
    if (own.isPresent()) {
      state(stream, 'C');
      readVerdict(stream);
    }
    return new Result(peer, keys(common, theirs));
  }

  /**
   * Carries out the server's part.
   *
   * @param objection to an authenticated client, in words; empty if there is none
   * @param others further purposes for which a client may come
   */
  Result accept(
      DeadlineStream stream, Function<LinkPeer, String> objection, Predicate<String> others)
      throws IOException {
    byte[] theirs = said(hello(stream));
    stream.write(said(hello()));
    byte[] name = said(readBlock(stream, LinkPeer.MAX_BYTES));
    byte[] proofs = stream.read(ProofKeys.PROOFS_BYTES);
    Optional<byte[]> common = keys.provenBy(proofs, key -> sign(key, 'C'));
    if (common.isEmpty()) {
      refuse(stream, "our secrets differ");
      throw LinkRefusedException.unproven("the client does not hold our secret");
    }
    said(proofs);
    LinkPeer peer = LinkPeer.decode(name);
    if (certificates.required() && !certified(theirs)) {
      refuse(stream, "a certificate is needed here: set perennial.cluster.keystore there");
      throw LinkRefusedException.unproven(peer + " has no certificate");
    }
    String why =
        peer.purpose().equals(self.purpose()) || others.test(peer.purpose())
            ? objection.apply(peer)
            : "purpose is " + self.purpose() + " here, not " + peer.purpose();
    if (!why.isEmpty()) {
      refuse(stream, why);
      throw new LinkRefusedException("refused " + peer + ": " + why);
    }
    byte[] mine = said(self.withPurpose(peer.purpose()).encode());
    stream.write(new byte[] {YES});
    stream.write(withLength(mine));
    stream.write(sign(common.get(), 'S'));
    if (own.isPresent()) {
      state(stream, 'S');
    }
    if (certified(theirs)) {
      checkAndAnswer(stream, peer);
    }
    return new Result(peer, keys(common.get(), theirs));
  }

  private void readVerdict(DeadlineStream stream) throws IOException {
    if (stream.read(1)[0] != YES) {
      String reason = new String(readBlock(stream, MAX_REASON_BYTES), StandardCharsets.UTF_8);
      throw new LinkRefusedException("the peer refuses the link: " + printable(reason));
    }
  }

  private void state(DeadlineStream stream, char role) throws IOException {
    stream.write(
        withLength(CertificateStatement.of(own.orElseThrow(), role, transcript.toByteArray())));
  }

  private void check(DeadlineStream stream, char role) throws IOException {
    byte[] statement = readBlock(stream, CertificateStatement.MAX_BYTES);
    try {
      certificates.check(CertificateStatement.chain(statement, role, transcript.toByteArray()));
    } catch (CertificateRefusal e) {
      throw LinkRefusedException.unproven(e.getMessage());
    }
  }

  private void checkAndAnswer(DeadlineStream stream, LinkPeer peer) throws IOException {
    try {
      check(stream, 'C');
    } catch (LinkRefusedException e) {
      refuse(stream, e.getMessage());
      throw LinkRefusedException.unproven(peer + ": " + e.getMessage());
    }
    stream.write(new byte[] {YES});
  }

  private static void refuse(DeadlineStream stream, String reason) throws IOException {
    byte[] text = reason.getBytes(StandardCharsets.UTF_8);
    stream.write(new byte[] {NO});
    stream.write(withLength(Arrays.copyOf(text, Math.min(text.length, MAX_REASON_BYTES))));
  }

  /** Made when it is needed: a server makes none for who says nothing. */
  private KeyPair ephemeral() {
    KeyPair made = ephemeral;
    if (made == null) {
      try {
        made = KeyPairGenerator.getInstance("X25519").generateKeyPair();
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every JDK has X25519", e);
      }
      ephemeral = made;
    }
    return made;
  }

  private byte[] hello() {
    byte[] nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    return join(own.isPresent() ? CERTIFIED : MAGIC, nonce, ephemeral().getPublic().getEncoded());
  }

  private static byte[] hello(DeadlineStream stream) throws IOException {
    byte[] hello = stream.read(HELLO_BYTES);
    if (Arrays.equals(hello, 0, MAGIC.length, EARLIER, 0, EARLIER.length)) {
      throw new LinkRefusedException(
          "the peer has an agent of protocol 3 or earlier, this agent knows 4: give both the same"
              + " agent, the newer one, and restart");
    }
    if (!Arrays.equals(hello, 0, MAGIC.length, MAGIC, 0, MAGIC.length) && !certified(hello)) {
      throw new LinkRefusedException(
          "the peer is not a Perennial agent, or another version of one");
    }
    return hello;
  }

  private static boolean certified(byte[] hello) {
    return Arrays.equals(hello, 0, MAGIC.length, CERTIFIED, 0, CERTIFIED.length);
  }

  private byte[] sign(byte[] key, char role) {
    try {
      return SessionKeys.hmac(key, new byte[] {(byte) role}, transcript.toByteArray());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  private SessionKeys keys(byte[] key, byte[] theirHello) throws LinkRefusedException {
    try {
      byte[] encoded = Arrays.copyOfRange(theirHello, HELLO_BYTES - EPHEMERAL_BYTES, HELLO_BYTES);
      PublicKey theirs =
          KeyFactory.getInstance("X25519").generatePublic(new X509EncodedKeySpec(encoded));
      KeyAgreement agreement = KeyAgreement.getInstance("X25519");
      agreement.init(ephemeral().getPrivate());
      agreement.doPhase(theirs, true);
      return SessionKeys.derive(key, agreement.generateSecret(), transcript.toByteArray());
    } catch (GeneralSecurityException e) {
      throw new LinkRefusedException("the peer's key is none: " + e.getMessage());
    }
  }

  /** Adds to what both ends sign. */
  private byte[] said(byte[] bytes) {
    // With its length, so that no two different handshakes have the same transcript.
    transcript.writeBytes(withLength(bytes));
    return bytes;
  }

  private static byte[] withLength(byte[] bytes) {
    return join(new byte[] {(byte) (bytes.length >> 8), (byte) bytes.length}, bytes);
  }

  private static byte[] readBlock(DeadlineStream stream, int max) throws IOException {
    byte[] length = stream.read(2);
    int bytes = (length[0] & 0xff) << 8 | (length[1] & 0xff);
    if (bytes > max) {
      throw new LinkRefusedException(
          "the peer sends " + bytes + " bytes where " + max + " are allowed");
    }
    return stream.read(bytes);
  }

  /** What an unauthenticated peer says must not forge lines of our log. */
  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
