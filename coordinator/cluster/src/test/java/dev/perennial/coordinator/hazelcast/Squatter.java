package dev.perennial.coordinator.hazelcast;

import dev.perennial.coordinator.handshake.HandshakeRules;
import dev.perennial.coordinator.handshake.ProofKeys;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.SecureRandom;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Has the address of a server that is down, and answers in its place. */
final class Squatter implements AutoCloseable {
  /** What it does with whoever connects. */
  enum Manner {
    /** Says that it holds another secret. */
    REFUSES,
    /** Lets the other in, and proves nothing. */
    PRETENDS,
    /** Says what it is to prove something for, and no more. */
    FALLS_SILENT,
    /** Ends each connection. */
    HANGS_UP
  }

  final AtomicInteger asked = new AtomicInteger();

  private final SecureRandom random = new SecureRandom();
  private final Queue<Socket> held = new ConcurrentLinkedQueue<>();
  private final Manner manner;
  private final ServerSocket socket;

  Squatter(Manner manner) {
    this.manner = manner;
    try {
      this.socket = new ServerSocket(Servers.freePort(), 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread thread = new Thread(this::answerAll, "squatter");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return socket.getLocalPort();
  }

  private void answerAll() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        held.add(client);
        asked.incrementAndGet();
        answer(client);
      } catch (IOException e) {
        // The other end has gone, or this one is closed.
        Thread.onSpinWait();
      }
    }
  }

  private void answer(Socket client) throws IOException {
    switch (manner) {
      case REFUSES -> {
        greet(client);
        client.getOutputStream().write('N');
        client.close();
      }
      case PRETENDS -> {
        greet(client);
        client.getOutputStream().write('Y');
        client.getOutputStream().write(random(ProofKeys.PROOF_BYTES));
      }
      case FALLS_SILENT -> hello(client);
      case HANGS_UP -> client.close();
    }
  }

  private void greet(Socket client) throws IOException {
    hello(client);
    new DataInputStream(client.getInputStream())
        .readFully(
            new byte
                [HandshakeRules.MAGIC_BYTES + HandshakeRules.HELLO_BYTES + ProofKeys.PROOFS_BYTES]);
  }

  private void hello(Socket client) throws IOException {
    byte[] hello =
        HandshakeRules.hello(
            random(HandshakeRules.NONCE_BYTES), random(HandshakeRules.DIGEST_BYTES));
    client.getOutputStream().write(HandshakeRules.first(hello));
  }

  private byte[] random(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  @Override
  public void close() throws IOException {
    socket.close();
    for (Socket client : held) {
      client.close();
    }
  }
}
