package dev.perennial.coordinator.secret;

import dev.perennial.coordinator.secret.HandshakeException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Two ends of a connection prove to each other that they hold the same key.
 *
 * <pre>
 * client                                server
 *   magic nonceC             -->
 *                            <--        magic nonceS
 *   HMAC(C, nonceC, nonceS)  -->
 *                            <--        'Y' HMAC(S, nonceC, nonceS), or 'N' and closes
 * </pre>
 *
 * The client proves first, so that whoever merely connects to a server gets nothing to guess the
 * secret from. The roles are part of what is signed, so that an answer cannot be played back. The
 * deadline covers all of it, however few bytes a peer sends at a time. It protects the set-up of a
 * connection only: what follows is neither encrypted nor signed. Thread-safe.
 */
public final class Handshake {
  private static final byte[] MAGIC = "PERENL-1".getBytes(StandardCharsets.US_ASCII);
  private static final int NONCE_BYTES = 32;
  private static final int MAC_BYTES = 32;
  private static final byte YES = 'Y';
  private static final byte NO = 'N';

  private final byte[] key;
  private final byte[] context;
  private final Duration deadline;
  private final LongSupplier nanoTime;
  private final SecureRandom random = new SecureRandom();

  /**
   * @param key of {@link ClusterSecret#derive}
   * @param context both ends must agree on, such as the cluster's name
   * @param deadline for the whole of it
   * @param nanoTime like {@link System#nanoTime}
   */
  public Handshake(byte[] key, String context, Duration deadline, LongSupplier nanoTime) {
    this.key = key.clone();
    this.context = context.getBytes(StandardCharsets.UTF_8);
    this.deadline = deadline;
    this.nanoTime = nanoTime;
  }

  /**
   * Carries out the client's part on a blocking socket and leaves its timeout as it was.
   *
   * @throws HandshakeException if the ends do not trust each other; close the socket then
   */
  public void connect(Socket socket) throws IOException {
    int timeout = socket.getSoTimeout();
    DeadlineReader in = new DeadlineReader(socket);
    byte[] nonceC = nonce();
    socket.getOutputStream().write(join(MAGIC, nonceC));
    byte[] nonceS = in.readHello();
    socket.getOutputStream().write(mac('C', nonceC, nonceS));
    if (in.read(1)[0] != YES) {
      throw new HandshakeException(
          Kind.REFUSED, "the peer refused our secret (or its cluster has another name)");
    }
    if (!MessageDigest.isEqual(mac('S', nonceC, nonceS), in.read(MAC_BYTES))) {
      throw new HandshakeException(Kind.REFUSED, "the peer does not hold our secret");
    }
    socket.setSoTimeout(timeout);
  }

  /**
   * Carries out the server's part on a blocking socket and leaves its timeout as it was.
   *
   * @throws HandshakeException if the ends do not trust each other; close the socket then
   */
  public void accept(Socket socket) throws IOException {
    int timeout = socket.getSoTimeout();
    DeadlineReader in = new DeadlineReader(socket);
    byte[] nonceC = in.readHello();
    byte[] nonceS = nonce();
    socket.getOutputStream().write(join(MAGIC, nonceS));
    if (!MessageDigest.isEqual(mac('C', nonceC, nonceS), in.read(MAC_BYTES))) {
      socket.getOutputStream().write(NO);
      throw new HandshakeException(
          Kind.REFUSED, "the peer does not hold our secret (or its cluster has another name)");
    }
    socket.getOutputStream().write(join(new byte[] {YES}, mac('S', nonceC, nonceS)));
    socket.setSoTimeout(timeout);
  }

  private byte[] nonce() {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    return nonce;
  }

  private byte[] mac(char role, byte[] nonceC, byte[] nonceS) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      mac.update((byte) role);
      // The nonces have a fixed length, so the context at the end is unambiguous.
      mac.update(nonceC);
      mac.update(nonceS);
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

  /** Reads exactly so many bytes, all of them before one deadline. */
  private final class DeadlineReader {
    private final Socket socket;
    private final InputStream in;
    private final long endNanos;

    DeadlineReader(Socket socket) throws IOException {
      this.socket = socket;
      this.in = socket.getInputStream();
      this.endNanos = nanoTime.getAsLong() + deadline.toNanos();
    }

    byte[] readHello() throws IOException {
      byte[] magic = read(MAGIC.length);
      if (!Arrays.equals(magic, MAGIC)) {
        throw new HandshakeException(
            Kind.FOREIGN, "the peer is not a Perennial server, or another version of one");
      }
      return read(NONCE_BYTES);
    }

    byte[] read(int length) throws IOException {
      byte[] bytes = new byte[length];
      int have = 0;
      while (have < length) {
        int n = readSome(bytes, have);
        if (n < 0) {
          throw new HandshakeException(
              Kind.FOREIGN, "the peer hung up in the middle of the secret check");
        }
        have += n;
      }
      return bytes;
    }

    private int readSome(byte[] bytes, int have) throws IOException {
      long leftMillis = (endNanos - nanoTime.getAsLong()) / 1_000_000;
      if (leftMillis <= 0) {
        throw silent();
      }
      socket.setSoTimeout((int) leftMillis);
      try {
        return in.read(bytes, have, bytes.length - have);
      } catch (SocketTimeoutException e) {
        HandshakeException silent = silent();
        silent.initCause(e);
        throw silent;
      }
    }

    private HandshakeException silent() {
      return new HandshakeException(
          Kind.SILENT,
          "the peer did not finish the secret check within %d ms".formatted(deadline.toMillis()));
    }
  }
}
