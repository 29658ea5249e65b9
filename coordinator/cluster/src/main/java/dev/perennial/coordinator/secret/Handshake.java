package dev.perennial.coordinator.secret;

import dev.perennial.coordinator.handshake.HandshakeException;
import dev.perennial.coordinator.handshake.HandshakeException.Kind;
import dev.perennial.coordinator.handshake.HandshakeRules;
import dev.perennial.coordinator.handshake.ProofKeys;
import java.io.IOException;
import java.net.Socket;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLEngine;

/**
 * Carries out a handshake on a socket: both ends prove by the {@link HandshakeRules} that they hold
 * the same secret, and what certificate they are about to show; then they agree on keys by TLS 1.3,
 * each with that certificate alone. TLS comes last: a stranger never gets to it. Certificates are
 * made when the process starts and never written down. Thread-safe.
 */
public final class Handshake {
  private final HandshakeRules rules;
  private final Duration deadline;
  private final LongSupplier nanoTime;
  private final SecureRandom random = new SecureRandom();
  private final Identity identity = Identity.make();

  /**
   * @param keys of {@link ClusterSecret#keys}
   * @param context both ends must agree on, such as the cluster's name
   * @param deadline for the whole of it
   * @param nanoTime like {@link System#nanoTime}
   */
  public Handshake(ProofKeys keys, String context, Duration deadline, LongSupplier nanoTime) {
    this.rules = new HandshakeRules(keys, context);
    this.deadline = deadline;
    this.nanoTime = nanoTime;
  }

  /**
   * Carries out the client's part on a blocking socket and leaves its timeout as it was.
   *
   * @return what everything that follows is to be sealed and opened with
   * @throws HandshakeException if the ends do not trust each other; close the socket then
   */
  public SSLEngine connect(Socket socket) throws IOException {
    DeadlineSocket peer = new DeadlineSocket(socket, deadline, nanoTime);
    byte[] ours = hello();
    peer.write(HandshakeRules.first(ours));
    byte[] theirs = hello(peer);
    byte[] certificate = HandshakeRules.certificate(ours, theirs);
    peer.write(rules.clientProof(ours, theirs));
    HandshakeRules.checkLetIn(peer.read(1)[0]);
    rules.checkServer(ours, theirs, peer.read(ProofKeys.PROOF_BYTES));
    return sealed(peer, true, certificate);
  }

  /**
   * Carries out the server's part on a blocking socket and leaves its timeout as it was.
   *
   * @return what everything that follows is to be sealed and opened with
   * @throws HandshakeException if the ends do not trust each other; close the socket then
   */
  public SSLEngine accept(Socket socket) throws IOException {
    DeadlineSocket peer = new DeadlineSocket(socket, deadline, nanoTime);
    byte[] theirs = hello(peer);
    byte[] ours = hello();
    peer.write(HandshakeRules.first(ours));
    byte[] certificate = HandshakeRules.certificate(ours, theirs);
    HandshakeRules.Answer answer = rules.answer(theirs, ours, peer.read(ProofKeys.PROOFS_BYTES));
    peer.write(answer.bytes());
    if (answer.refusal().isPresent()) {
      throw new HandshakeException(Kind.REFUSED, answer.refusal().get());
    }
    return sealed(peer, false, certificate);
  }

  private byte[] hello() {
    byte[] nonce = new byte[HandshakeRules.NONCE_BYTES];
    random.nextBytes(nonce);
    return HandshakeRules.hello(nonce, identity.digest());
  }

  private static byte[] hello(DeadlineSocket peer) throws IOException {
    HandshakeRules.checkMagic(peer.read(HandshakeRules.MAGIC_BYTES));
    return peer.read(HandshakeRules.HELLO_BYTES);
  }

  private SSLEngine sealed(DeadlineSocket peer, boolean client, byte[] certificate)
      throws IOException {
    SSLEngine engine = identity.engine(client, certificate);
    TlsStart.run(engine, peer);
    peer.restore();
    return engine;
  }
}
