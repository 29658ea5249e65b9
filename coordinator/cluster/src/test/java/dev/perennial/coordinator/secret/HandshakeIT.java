package dev.perennial.coordinator.secret;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.coordinator.handshake.Certificates;
import dev.perennial.coordinator.handshake.HandshakeException;
import dev.perennial.coordinator.handshake.HandshakeException.Kind;
import dev.perennial.coordinator.handshake.HandshakeRules;
import dev.perennial.coordinator.handshake.ProofKeys;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class HandshakeIT {
  private static final String SECRET = "a secret of some length";
  private static final int FIRST_BYTES = HandshakeRules.MAGIC_BYTES + HandshakeRules.HELLO_BYTES;

  /** One for each: the common pool of a machine with two processors has a single thread. */
  private static final Executor THREADS = work -> new Thread(work, "handshake").start();

  private Socket client;
  private Socket server;

  @BeforeEach
  void connect() throws IOException {
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      client = new Socket(InetAddress.getLoopbackAddress(), listener.getLocalPort());
      server = listener.accept();
    }
  }

  @AfterEach
  void disconnect() throws IOException {
    client.close();
    server.close();
  }

  @Test
  void holdersOfTheSameKeyTrustEachOtherAndNothingIsReadBeyond() throws Exception {
    CompletableFuture<SSLEngine> accepted = accept(handshake(SECRET, "c"));
    client.setSoTimeout(1234);

    SSLEngine sealing = handshake(SECRET, "c").connect(client);
    client.getOutputStream().write('!');

    SSLEngine opening = accepted.join();
    assertThat(server.getInputStream().read()).isEqualTo('!');
    byte[] sealed = seal(sealing, "what members say");
    assertThat(new String(sealed, ISO_8859_1)).doesNotContain("members");
    assertThat(open(opening, sealed)).isEqualTo("what members say");
    assertThat(sealing.getSession().getProtocol()).isEqualTo("TLSv1.3");
    assertThat(client.getSoTimeout()).isEqualTo(1234);
    assertThat(server.getSoTimeout()).isZero();
  }

  @Test
  void anotherKeyIsRefusedOnBothSides() {
    CompletableFuture<SSLEngine> accepted = accept(handshake("another secret, long", "c"));

    assertKind(Kind.REFUSED, () -> handshake(SECRET, "c").connect(client));
    assertKind(Kind.REFUSED, () -> joined(accepted));
  }

  /** As two servers do of which one has the new secret, and the one before, already. */
  @Test
  void whoHoldsTheSecretBeforeIsLetInBothWays() throws Exception {
    byte[] before = ClusterSecret.of(SECRET).derive("m");
    byte[] after = ClusterSecret.of("another secret, long").derive("m");
    Handshake both = handshake(ProofKeys.of(after, before), "c");
    Handshake one = handshake(SECRET, "c");

    CompletableFuture<SSLEngine> accepted = accept(both);
    SSLEngine sealing = one.connect(client);
    assertThat(open(accepted.join(), seal(sealing, "words"))).isEqualTo("words");
    disconnect();
    connect();
    accepted = accept(one);
    sealing = both.connect(client);
    assertThat(open(accepted.join(), seal(sealing, "words"))).isEqualTo("words");
  }

  /** He shows both ends a certificate of his own, and passes the proofs of the two on. */
  @Test
  void whoeverPassesTheProofsOnGetsNoCertificateOfHisOwnProven() throws Exception {
    Identity middle = Identity.make();
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket caller = new Socket(InetAddress.getLoopbackAddress(), listener.getLocalPort());
        Socket called = listener.accept()) {
      CompletableFuture<SSLEngine> accepted = accept(handshake(SECRET, "c"));
      CompletableFuture<SSLEngine> connected =
          CompletableFuture.supplyAsync(() -> connect(handshake(SECRET, "c"), caller), THREADS);

      passOn(called, client, middle);
      passOn(client, called, middle);
      client.getOutputStream().write(called.getInputStream().readNBytes(ProofKeys.PROOFS_BYTES));

      assertThat(client.getInputStream().read()).isEqualTo('N');
      assertKind(Kind.REFUSED, () -> joined(accepted));
      called.shutdownOutput();
      assertKind(Kind.FOREIGN, () -> joined(connected));
    }
  }

  /** Passes a hello on, with another certificate than its sender's. */
  private static void passOn(Socket from, Socket to, Identity middle) throws IOException {
    byte[] first = from.getInputStream().readNBytes(FIRST_BYTES);
    byte[] digest = middle.digest();
    System.arraycopy(digest, 0, first, FIRST_BYTES - digest.length, digest.length);
    to.getOutputStream().write(first);
  }

  private static SSLEngine connect(Handshake handshake, Socket socket) {
    try {
      return handshake.connect(socket);
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }

  /** The proof of somebody who holds the secret, and then another certificate. */
  @Test
  void onlyTheCertificateThatWasProvenIsTaken() {
    CompletableFuture<SSLEngine> accepted = accept(handshake(SECRET, "c"));
    HandshakeRules rules = new HandshakeRules(ClusterSecret.of(SECRET).keys("m"), "c");

    assertThatThrownBy(
            () -> {
              byte[] ours = HandshakeRules.hello(new byte[32], Identity.make().digest());
              client.getOutputStream().write(HandshakeRules.first(ours));
              byte[] theirs = client.getInputStream().readNBytes(FIRST_BYTES);
              theirs = Arrays.copyOfRange(theirs, HandshakeRules.MAGIC_BYTES, FIRST_BYTES);
              client.getOutputStream().write(rules.clientProof(ours, theirs));
              assertThat(client.getInputStream().readNBytes(33)[0]).isEqualTo((byte) 'Y');
              byte[] certificate = HandshakeRules.certificate(ours, theirs);
              DeadlineSocket peer =
                  new DeadlineSocket(client, Duration.ofSeconds(5), System::nanoTime);
              SSLEngine engine = Identity.make().engine(true, certificate, Certificates.NONE);
              new TlsStart(engine, peer, Optional.empty()).run();
              // By TLS 1.3 a client learns from the next record that its certificate is not taken:
              // an alert, and nothing else.
              assertThat(client.getInputStream().readAllBytes()).hasSizeLessThan(64);
              throw new HandshakeException(Kind.FOREIGN, "hung up");
            })
        .isInstanceOf(IOException.class);
    assertKind(Kind.FOREIGN, () -> joined(accepted));
  }

  /** As somebody does who has no secret, and the address of a server that is down. */
  @Test
  void aConnectionThatLeadsBackToItsOwnServerIsRefused() {
    Handshake self = handshake(SECRET, "c");
    CompletableFuture<SSLEngine> accepted = accept(self);

    assertKind(Kind.SELF, () -> self.connect(client));
    assertKind(Kind.SELF, () -> joined(accepted));
  }

  @Test
  void anotherContextIsRefused() {
    CompletableFuture<SSLEngine> accepted = accept(handshake(SECRET, "other"));

    assertKind(Kind.REFUSED, () -> handshake(SECRET, "c").connect(client));
    assertKind(Kind.REFUSED, () -> joined(accepted));
  }

  @Test
  void aServerThatCannotProveItselfIsNotTrusted() {
    CompletableFuture<Void> impostor =
        CompletableFuture.runAsync(
            () -> {
              try {
                byte[] hello = server.getInputStream().readNBytes(FIRST_BYTES);
                hello[FIRST_BYTES - 1]++;
                server.getOutputStream().write(hello);
                byte[] macs = server.getInputStream().readNBytes(ProofKeys.PROOFS_BYTES);
                server.getOutputStream().write('Y');
                // Plays the client's own proof back.
                server.getOutputStream().write(macs, 0, ProofKeys.PROOF_BYTES);
              } catch (IOException e) {
                throw new CompletionException(e);
              }
            });

    assertKind(Kind.REFUSED, () -> handshake(SECRET, "c").connect(client));
    impostor.join();
  }

  @Test
  void whoeverMerelyConnectsGetsNothingSigned() throws Exception {
    CompletableFuture<SSLEngine> accepted = accept(handshake(SECRET, "c"));

    client.getOutputStream().write("PERENL-4".getBytes(US_ASCII));
    client.getOutputStream().write(new byte[HandshakeRules.HELLO_BYTES]);
    client.shutdownOutput();

    assertThat(client.getInputStream().readNBytes(1000)).hasSize(FIRST_BYTES);
    assertKind(Kind.FOREIGN, () -> joined(accepted));
  }

  @Test
  void otherProtocolsAreForeign() throws Exception {
    CompletableFuture<SSLEngine> accepted = accept(handshake(SECRET, "c"));

    client.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(US_ASCII));

    assertKind(Kind.FOREIGN, () -> joined(accepted));
  }

  @Test
  void theDeadlineCoversPeersThatSendByteByByte() {
    CompletableFuture<SSLEngine> accepted =
        accept(
            new Handshake(
                ClusterSecret.of(SECRET).keys("m"), "c", Duration.ofMillis(300), System::nanoTime));
    // One byte each 100 ms: no single read is too slow, all of them together are.
    ScheduledExecutorService drip = Executors.newSingleThreadScheduledExecutor();
    try {
      Future<?> bytes =
          drip.scheduleAtFixedRate(() -> writeQuietly(client), 0, 100, TimeUnit.MILLISECONDS);

      assertKind(Kind.SILENT, () -> joined(accepted));
      assertThat(bytes).isNotDone();
    } finally {
      drip.shutdownNow();
    }
  }

  private CompletableFuture<SSLEngine> accept(Handshake handshake) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return handshake.accept(server);
          } catch (IOException e) {
            closeQuietly(server);
            throw new CompletionException(e);
          }
        },
        THREADS);
  }

  private static byte[] seal(SSLEngine engine, String text) throws SSLException {
    ByteBuffer sealed = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    var unused = engine.wrap(ByteBuffer.wrap(text.getBytes(US_ASCII)), sealed);
    return Arrays.copyOf(sealed.array(), sealed.position());
  }

  private static String open(SSLEngine engine, byte[] sealed) throws SSLException {
    ByteBuffer plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
    var unused = engine.unwrap(ByteBuffer.wrap(sealed), plain);
    return new String(plain.array(), 0, plain.position(), US_ASCII);
  }

  private static void writeQuietly(Socket socket) {
    try {
      socket.getOutputStream().write('P');
    } catch (IOException e) {
      // The other side gave up, as it should.
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.shutdownOutput();
    } catch (IOException e) {
      // The test looks at what came before.
    }
  }

  private static void joined(CompletableFuture<SSLEngine> future) throws Throwable {
    try {
      future.join();
    } catch (CompletionException e) {
      throw e.getCause();
    }
  }

  private static void assertKind(Kind kind, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            HandshakeException.class, e -> assertThat(e.kind()).isEqualTo(kind));
  }

  private static Handshake handshake(String secret, String context) {
    return handshake(ClusterSecret.of(secret).keys("m"), context);
  }

  private static Handshake handshake(ProofKeys keys, String context) {
    return new Handshake(keys, context, Duration.ofSeconds(3), System::nanoTime);
  }
}
