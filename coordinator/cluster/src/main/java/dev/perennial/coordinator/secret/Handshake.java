package dev.perennial.coordinator.secret;

import dev.perennial.coordinator.handshake.Certificates;
import dev.perennial.coordinator.handshake.HandshakeException;
import dev.perennial.coordinator.handshake.HandshakeRules;
import dev.perennial.coordinator.handshake.ProofKeys;
import java.io.IOException;
import java.net.Socket;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLEngine;

/**
 * Carries out a handshake on a socket: both ends prove by the {@link HandshakeRules} that they hold
 * the same secret, and what certificate they are about to show; then they agree on keys by TLS 1.3,
 * each with that certificate alone. TLS comes last: a stranger never gets to it. Certificates are
 * made when the process starts and never written down; or they are of an authority, and then each
 * end asks for the other's besides ({@link ProofKeys#certificates}). Thread-safe.
 */
public final class Handshake {
  private final HandshakeRules rules;
  private final Certificates certificates;
  private final Duration deadline;
  private final LongSupplier nanoTime;
  private final SecureRandom random = new SecureRandom();
  private final Identity made = Identity.make();

  /**
   * @param keys of {@link ClusterSecret#keys}
   * @param context both ends must agree on, such as the cluster's name
   * @param deadline for the whole of it
   * @param nanoTime like {@link System#nanoTime}
   */
  public Handshake(ProofKeys keys, String context, Duration deadline, LongSupplier nanoTime) {
    this.rules = new HandshakeRules(keys, context);
    this.certificates = keys.certificates();
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
    Optional<Certificates.Own> own = certificates.own();
    Identity identity = own.map(Identity::of).orElse(made);
    byte[] ours = hello(identity);
    peer.write(own.isPresent() ? HandshakeRules.certifiedFirst(ours) : HandshakeRules.first(ours));
    HandshakeRules.checkMagic(peer.read(HandshakeRules.MAGIC_BYTES));
    byte[] theirs = peer.read(HandshakeRules.HELLO_BYTES);
    byte[] certificate = HandshakeRules.certificate(ours, theirs);
    peer.write(rules.clientProof(ours, theirs));
    HandshakeRules.checkLetIn(peer.read(1)[0]);
    rules.checkServer(ours, theirs, peer.read(ProofKeys.PROOF_BYTES));
    SSLEngine engine = identity.engine(true, certificate, certificates);
    TlsStart tls = new TlsStart(engine, peer, own.map(Certificates.Own::subject));
    tls.run();
    if (own.isPresent()) {
      tls.awaitTaken();
    }
    peer.restore();
    return engine;
  }

  /**
   * Carries out the server's part on a blocking socket and leaves its timeout as it was.
   *
   * @return what everything that follows is to be sealed and opened with
   * @throws HandshakeException if the ends do not trust each other; close the socket then
   */
  public SSLEngine accept(Socket socket) throws IOException {
    DeadlineSocket peer = new DeadlineSocket(socket, deadline, nanoTime);
    Optional<Certificates.Own> own = certificates.own();
    Identity identity = own.map(Identity::of).orElse(made);
    boolean certified = HandshakeRules.checkMagic(peer.read(HandshakeRules.MAGIC_BYTES));
    byte[] theirs = peer.read(HandshakeRules.HELLO_BYTES);
    byte[] ours = hello(identity);
    peer.write(HandshakeRules.first(ours));
    byte[] certificate = HandshakeRules.certificate(ours, theirs);
    HandshakeRules.Answer answer =
        rules.answer(theirs, ours, peer.read(ProofKeys.PROOFS_BYTES), certified);
    peer.write(answer.bytes());
    if (answer.refusal().isPresent()) {
      throw answer.refusal().get();
    }
    SSLEngine engine = identity.engine(false, certificate, certificates);
    TlsStart tls = new TlsStart(engine, peer, own.map(Certificates.Own::subject));
    tls.run();
    if (certified) {
      tls.sayTaken();
    }
    peer.restore();
    return engine;
  }

  private byte[] hello(Identity identity) {
    byte[] nonce = new byte[HandshakeRules.NONCE_BYTES];
    random.nextBytes(nonce);
    return HandshakeRules.hello(nonce, identity.digest());
  }
}
