package dev.perennial.coordinator.secret;

import dev.perennial.coordinator.handshake.HandshakeException;
import dev.perennial.coordinator.handshake.HandshakeException.Kind;
import dev.perennial.coordinator.handshake.HandshakeRules;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Carries out a handshake on a socket, by the {@link HandshakeRules}. The deadline covers all of
 * it, however few bytes a peer sends at a time. It protects the set-up of a connection only: what
 * follows is neither encrypted nor signed. Thread-safe.
 */
public final class Handshake {
  private final HandshakeRules rules;
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
    this.rules = new HandshakeRules(key, context);
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
    byte[] ours = nonce();
    socket.getOutputStream().write(HandshakeRules.hello(ours));
    byte[] theirs = in.readHello();
    socket.getOutputStream().write(rules.clientProof(ours, theirs));
    HandshakeRules.checkLetIn(in.read(1)[0]);
    rules.checkServer(ours, theirs, in.read(HandshakeRules.PROOF_BYTES));
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
    byte[] theirs = in.readHello();
    byte[] ours = nonce();
    socket.getOutputStream().write(HandshakeRules.hello(ours));
    HandshakeRules.Answer answer = rules.answer(theirs, ours, in.read(HandshakeRules.PROOF_BYTES));
    socket.getOutputStream().write(answer.bytes());
    if (answer.refusal().isPresent()) {
      throw new HandshakeException(Kind.REFUSED, answer.refusal().get());
    }
    socket.setSoTimeout(timeout);
  }

  private byte[] nonce() {
    byte[] nonce = new byte[HandshakeRules.NONCE_BYTES];
    random.nextBytes(nonce);
    return nonce;
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
      HandshakeRules.checkMagic(read(HandshakeRules.MAGIC_BYTES));
      return read(HandshakeRules.NONCE_BYTES);
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
