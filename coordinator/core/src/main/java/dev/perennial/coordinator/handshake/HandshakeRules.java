package dev.perennial.coordinator.handshake;

import dev.perennial.coordinator.handshake.HandshakeException.Kind;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What the two ends of a connection send, and what each makes of what it reads.
 *
 * <pre>
 * client                                server
 *   magic helloC             -->
 *                            <--        magic helloS
 *   two HMAC(C, helloC, helloS) -->
 *                            <--        'Y' HMAC(S, helloC, helloS), or 'N' or 'C' and closes
 * </pre>
 *
 * A hello is a random number and the SHA-256 digest of the certificate that its end is about to
 * show. Whoever passes the messages of two ends on can prove nothing for a certificate of his own.
 *
 * <p>The client proves by the secret and, while there is one, by that before it: it does not know
 * which the server has. The server answers by the one that both hold.
 *
 * <p>The client proves first, so that whoever merely connects to a server gets nothing to guess the
 * secret from. The roles are part of what is signed, so that an answer cannot be played back.
 *
 * <p>A client with a certificate of an authority says so by its magic, and is told, once TLS is
 * agreed on, that its certificate was taken: by TLS 1.3 it would not hear of that otherwise. The
 * magic only makes for good words. What is taken each end decides by what it is shown. Immutable.
 */
public final class HandshakeRules {
  /** Length of what a hello begins with, in bytes. */
  public static final int MAGIC_BYTES = 8;

  /** Length of the random number of each end, in bytes. */
  public static final int NONCE_BYTES = 32;

  /** Length of the digest of a certificate, in bytes. */
  public static final int DIGEST_BYTES = 32;

  /** Length of a hello behind what it begins with, in bytes. */
  public static final int HELLO_BYTES = NONCE_BYTES + DIGEST_BYTES;

  private static final byte[] MAGIC = "PERENL-4".getBytes(StandardCharsets.US_ASCII);

  /** Of a client with a certificate of an authority. */
  private static final byte[] CERTIFIED = "PERENL-C".getBytes(StandardCharsets.US_ASCII);

  /** What the hellos of earlier agents begin with, and the protocol that they speak. */
  private static final Map<String, String> EARLIER = Map.of("PERENL-1", "1 or 2", "PERENL-3", "3");

  private static final byte YES = 'Y';
  private static final byte NO = 'N';
  private static final byte UNCERTIFIED = 'C';

  private final ProofKeys keys;
  private final byte[] context;

  /**
   * @param keys of which the other end must hold one
   * @param context both ends must agree on, such as the cluster's name
   */
  public HandshakeRules(ProofKeys keys, String context) {
    this.keys = keys;
    this.context = context.getBytes(StandardCharsets.UTF_8);
  }

  /** Returns the hello of one end, of a random number and the digest of its certificate. */
  public static byte[] hello(byte[] nonce, byte[] certificate) {
    return join(nonce, certificate);
  }

  /** Returns the first message of either end: its hello behind what all of them begin with. */
  public static byte[] first(byte[] hello) {
    return join(MAGIC, hello);
  }

  /** As {@link #first(byte[])}, of a client that is going to show an authority's certificate. */
  public static byte[] certifiedFirst(byte[] hello) {
    return join(CERTIFIED, hello);
  }

  /**
   * Returns the digest of the certificate that the other end is going to show.
   *
   * @throws HandshakeException if it is this end's own: a connection that leads back here proves
   *     nothing but that somebody passes it on
   */
  public static byte[] certificate(byte[] ours, byte[] theirs) throws HandshakeException {
    byte[] certificate = Arrays.copyOfRange(theirs, NONCE_BYTES, HELLO_BYTES);
    if (Arrays.equals(ours, NONCE_BYTES, HELLO_BYTES, certificate, 0, DIGEST_BYTES)) {
      throw new HandshakeException(
          Kind.SELF,
          "the connection leads back to this very server: either perennial.cluster.members has an"
              + " address by which this server reaches itself, or another server has the very same"
              + " certificate (each needs its own), or somebody passes it on");
    }
    return certificate;
  }

  /**
   * Checks the first bytes of the other end's hello.
   *
   * @return whether it is a client that is going to show a certificate of an authority
   * @throws HandshakeException if it speaks another protocol
   */
  public static boolean checkMagic(byte[] magic) throws HandshakeException {
    String earlier = EARLIER.get(new String(magic, StandardCharsets.US_ASCII));
    if (earlier != null) {
      throw new HandshakeException(
          Kind.FOREIGN,
          "the peer has an agent of protocol "
              + earlier
              + ", this agent knows 4: give both the same agent, the newer one, and restart");
    }
    if (Arrays.equals(magic, CERTIFIED)) {
      return true;
    }
    if (!Arrays.equals(magic, MAGIC)) {
      throw new HandshakeException(
          Kind.FOREIGN, "the peer is not a Perennial server, or another version of one");
    }
    return false;
  }

  /** Returns the client's second message. */
  public byte[] clientProof(byte[] clientHello, byte[] serverHello) {
    return keys.prove(key -> proof('C', clientHello, serverHello, key));
  }

  /**
   * Returns the server's second message, and whether it lets the client in.
   *
   * @param certified what {@link #checkMagic} has said of the client
   */
  public Answer answer(
      byte[] clientHello, byte[] serverHello, byte[] clientProof, boolean certified) {
    Optional<byte[]> common =
        keys.provenBy(clientProof, key -> proof('C', clientHello, serverHello, key));
    if (common.isEmpty()) {
      return new Answer(
          new byte[] {NO},
          Optional.of(
              new HandshakeException(
                  Kind.REFUSED,
                  "the peer does not hold our secret (or its cluster has another name)")));
    }
    if (keys.certificates().required() && !certified) {
      return new Answer(
          new byte[] {UNCERTIFIED},
          Optional.of(
              new HandshakeException(
                  Kind.UNCERTIFIED,
                  "the peer holds our secret, and has no certificate: set"
                      + " perennial.cluster.keystore there")));
    }
    return new Answer(
        join(new byte[] {YES}, proof('S', clientHello, serverHello, common.get())),
        Optional.empty());
  }

  /**
   * Checks the first byte of the server's answer.
   *
   * @throws HandshakeException if the server does not let the client in
   */
  public static void checkLetIn(byte first) throws HandshakeException {
    if (first == UNCERTIFIED) {
      throw new HandshakeException(
          Kind.UNCERTIFIED,
          "the peer takes servers with a certificate alone: set perennial.cluster.keystore here");
    }
    if (first != YES) {
      throw new HandshakeException(
          Kind.REFUSED, "the peer refused our secret (or its cluster has another name)");
    }
  }

  /**
   * Checks the rest of the server's answer.
   *
   * @throws HandshakeException if the server does not hold the key itself
   */
  public void checkServer(byte[] clientHello, byte[] serverHello, byte[] serverProof)
      throws HandshakeException {
    if (keys.provenBy(serverProof, key -> proof('S', clientHello, serverHello, key)).isEmpty()) {
      throw new HandshakeException(Kind.REFUSED, "the peer does not hold our secret");
    }
  }

  private byte[] proof(char role, byte[] clientHello, byte[] serverHello, byte[] key) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      mac.update((byte) role);
      // Hellos have a fixed length, so the context at the end is unambiguous.
      mac.update(clientHello);
      mac.update(serverHello);
      mac.update(context);
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM has no HmacSHA256", e);
    }
  }

  private static byte[] join(byte[] a, byte[] b) {
    byte[] joined = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, joined, a.length, b.length);
    return joined;
  }

  /**
   * What a server makes of a client's proof.
   *
   * @param bytes to send in any case
   * @param refusal why the client is not let in, empty if it is
   */
  public record Answer(byte[] bytes, Optional<HandshakeException> refusal) {}
}
