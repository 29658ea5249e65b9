package dev.perennial.coordinator.hazelcast;

import dev.perennial.coordinator.handshake.HandshakeException;
import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Counts and tells the connections that the secret check ended. Thread-safe. */
final class Refusals {
  private final RateLimitedLog log;
  private final Consumer<String> refused;
  private final SecretDoubts doubts;
  private final AtomicLong count = new AtomicLong();
  private final AtomicReference<@Nullable String> refusedBy = new AtomicReference<>();

  /**
   * @param refused takes each proof of the secret that was refused, with whom and why; the log has
   *     these too, and those that proved nothing
   * @param doubts is told what others make of this server's secret
   */
  Refusals(RateLimitedLog log, Consumer<String> refused, SecretDoubts doubts) {
    this.doubts = doubts;
    this.log = log;
    this.refused = refused;
  }

  /** A peer that connected was not let in. */
  void incoming(Socket socket, IOException why) {
    count.incrementAndGet();
    log.log(
        topic("in " + host(socket), why),
        "cluster: refused a connection from " + address(socket) + ": " + why.getMessage());
    if (isProof(why)) {
      refused.accept(host(socket) + " connected: " + why.getMessage());
    }
  }

  /** A peer that this server connected to did not let it in, or could not be trusted. */
  void outgoing(Socket socket, IOException why) {
    count.incrementAndGet();
    String remote = address(socket);
    log.log(
        topic("out " + remote, why), "cluster: no trust with " + remote + ": " + why.getMessage());
    if (isProof(why)) {
      doubts.refused();
      refusedBy.set(
          (isCertificate(why) ? "there is no trust with " : "the secret was refused by ")
              + remote
              + ": "
              + why.getMessage());
      refused.accept(remote + ": " + why.getMessage());
    }
  }

  /**
   * What somebody is refused for who holds the secret must not be left out because of others at the
   * same address, servers or strangers.
   */
  private static String topic(String peer, IOException why) {
    if (isCertificate(why)) {
      return "certificate " + why.getMessage();
    }
    return isProof(why) ? "proof " + peer : peer;
  }

  /** A peer, in or out, has proven to hold the same secret. */
  void trusted() {
    doubts.proven();
  }

  /** What this process knows of its secret. */
  SecretDoubts doubts() {
    return doubts;
  }

  private static boolean isProof(IOException why) {
    return isCertificate(why)
        || (why instanceof HandshakeException h && h.kind() == HandshakeException.Kind.REFUSED);
  }

  private static boolean isCertificate(IOException why) {
    return why instanceof HandshakeException h && h.kind() == HandshakeException.Kind.UNCERTIFIED;
  }

  long count() {
    return count.get();
  }

  /**
   * Returns in words that there was no trust in this server's secret or certificate, with whom and
   * why; or null.
   */
  @Nullable String refusedBy() {
    return refusedBy.get();
  }

  private static String address(Socket socket) {
    return host(socket) + ":" + socket.getPort();
  }

  private static String host(Socket socket) {
    return socket.getInetAddress() == null ? "?" : socket.getInetAddress().getHostAddress();
  }
}
