package dev.perennial.coordinator.secret;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.coordinator.handshake.HandshakeException;
import dev.perennial.coordinator.handshake.HandshakeException.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class HandshakeIT {
  private static final String SECRET = "a secret of some length";

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
    CompletableFuture<Void> accepted = accept(handshake(SECRET, "c"));
    client.setSoTimeout(1234);

    handshake(SECRET, "c").connect(client);
    client.getOutputStream().write('!');

    accepted.join();
    assertThat(server.getInputStream().read()).isEqualTo('!');
    assertThat(client.getSoTimeout()).isEqualTo(1234);
    assertThat(server.getSoTimeout()).isZero();
  }

  @Test
  void anotherKeyIsRefusedOnBothSides() {
    CompletableFuture<Void> accepted = accept(handshake("another secret, long", "c"));

    assertKind(Kind.REFUSED, () -> handshake(SECRET, "c").connect(client));
    assertKind(Kind.REFUSED, () -> joined(accepted));
  }

  @Test
  void anotherContextIsRefused() {
    CompletableFuture<Void> accepted = accept(handshake(SECRET, "other"));

    assertKind(Kind.REFUSED, () -> handshake(SECRET, "c").connect(client));
    assertKind(Kind.REFUSED, () -> joined(accepted));
  }

  @Test
  void aServerThatCannotProveItselfIsNotTrusted() {
    CompletableFuture<Void> impostor =
        CompletableFuture.runAsync(
            () -> {
              try {
                byte[] hello = server.getInputStream().readNBytes(40);
                server.getOutputStream().write(hello);
                byte[] mac = server.getInputStream().readNBytes(32);
                server.getOutputStream().write('Y');
                // Plays the client's own proof back.
                server.getOutputStream().write(mac);
              } catch (IOException e) {
                throw new CompletionException(e);
              }
            });

    assertKind(Kind.REFUSED, () -> handshake(SECRET, "c").connect(client));
    impostor.join();
  }

  @Test
  void whoeverMerelyConnectsGetsNothingSigned() throws Exception {
    CompletableFuture<Void> accepted = accept(handshake(SECRET, "c"));

    client.getOutputStream().write("PERENL-3".getBytes(US_ASCII));
    client.getOutputStream().write(new byte[32]);
    client.shutdownOutput();

    assertThat(client.getInputStream().readNBytes(1000)).hasSize(40);
    assertKind(Kind.FOREIGN, () -> joined(accepted));
  }

  @Test
  void otherProtocolsAreForeign() throws Exception {
    CompletableFuture<Void> accepted = accept(handshake(SECRET, "c"));

    client.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(US_ASCII));

    assertKind(Kind.FOREIGN, () -> joined(accepted));
  }

  @Test
  void theDeadlineCoversPeersThatSendByteByByte() {
    CompletableFuture<Void> accepted =
        accept(
            new Handshake(
                ClusterSecret.of(SECRET).derive("m"),
                "c",
                Duration.ofMillis(300),
                System::nanoTime));
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

  private CompletableFuture<Void> accept(Handshake handshake) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            handshake.accept(server);
          } catch (IOException e) {
            closeQuietly(server);
            throw new CompletionException(e);
          }
        });
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

  private static void joined(CompletableFuture<Void> future) throws Throwable {
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
    return new Handshake(
        ClusterSecret.of(secret).derive("m"), context, Duration.ofSeconds(3), System::nanoTime);
  }
}
