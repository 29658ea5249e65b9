package dev.perennial.coordinator.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.perennial.coordinator.handshake.Certificates;
import dev.perennial.coordinator.handshake.HandshakeException;
import dev.perennial.coordinator.handshake.HandshakeRules;
import dev.perennial.coordinator.handshake.ProofKeys;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The secret and a certificate: both, and never one of them alone. */
@Tag("full")
@Timeout(60)
class CertifiedHandshakeIT {
  private static final String SECRET = "a secret of some length";
  private static final Authority OURS = Authority.named("CN=Ours");
  private static final Authority THEIRS = Authority.named("CN=Theirs");

  @TempDir Path folder;

  /** Who somebody is. */
  private interface End {
    ProofKeys in(Path folder);
  }

  private static End certified(Authority authority, Authority.Wish wish) {
    return folder -> keys(SECRET).with(authority.files(folder, authority.server(wish), true));
  }

  private static End ours(String name) {
    return certified(OURS, Authority.wish(name));
  }

  private static End offering(String name) {
    return folder -> keys(SECRET).with(OURS.files(folder, OURS.server(name), false));
  }

  private static End plain() {
    return folder -> keys(SECRET);
  }

  /** A certificate of ours, and asks for none, as whoever attacks does. */
  private static End undemanding(String secret, Certificates.Own own) {
    return folder -> keys(secret).with(new Undemanding(own));
  }

  private record Undemanding(Certificates.Own shown) implements Certificates {
    @Override
    public Optional<Own> own() {
      return Optional.of(shown);
    }

    @Override
    public boolean required() {
      return false;
    }

    @Override
    public void check(List<X509Certificate> chain) {}
  }

  private static ProofKeys keys(String secret) {
    return ClusterSecret.of(secret).keys("m");
  }

  /** Outcomes of the client and of the server: "", or the kind and words of what was thrown. */
  static Stream<Arguments> pairs() {
    Instant now = Instant.now();
    End expired =
        undemanding(
            SECRET,
            OURS.server(
                Authority.wish("CN=old").during(now.minusSeconds(99), now.minusSeconds(9))));
    End theirs = undemanding(SECRET, THEIRS.server("CN=x"));
    End rsa = certified(OURS, Authority.wish("CN=b").ofKind("RSA"));
    Certificates.Own stolen =
        new Certificates.Own(OURS.server("CN=stolen").chain(), OURS.server("CN=x").key());
    String wanted = "UNCERTIFIED: the peer takes servers with a certificate alone";
    String missing = "UNCERTIFIED: the peer holds our secret, and has no certificate";
    String notTaken = "UNCERTIFIED: the peer does not take our certificate of ";
    String made = "UNCERTIFIED: the peer does not take the certificate that this server has made";
    return Stream.of(
        arguments("both of one authority", ours("CN=a"), ours("CN=b"), "", ""),
        arguments("of other kinds of keys", ours("CN=a"), rsa, "", ""),
        arguments("of other kinds of keys, turned", rsa, ours("CN=a"), "", ""),
        arguments("both of another one", theirs, ours("CN=b"), notTaken + "CN=x", "CN=x is not"),
        arguments("the server of another one", ours("CN=a"), theirs, "CN=x is not", notTaken),
        arguments(
            "expired", expired, ours("CN=b"), notTaken + "CN=old", "CN=old is not taken: it has"),
        arguments("the server's expired", ours("CN=a"), expired, "it has expired", notTaken),
        arguments("the secret alone", plain(), ours("CN=b"), wanted, missing),
        arguments(
            "the secret alone, at the server", ours("CN=a"), plain(), "CN=perennial is not", made),
        arguments(
            "the certificate alone",
            undemanding("another secret, long", OURS.server("CN=x")),
            ours("CN=b"),
            "REFUSED",
            "REFUSED"),
        arguments(
            "somebody else's certificate", undemanding(SECRET, stolen), ours("CN=b"), "F", "F"),
        arguments("one without, while they are offered", plain(), offering("CN=b"), "", ""),
        arguments("the same, turned", offering("CN=a"), plain(), "", ""),
        arguments("offered and required", offering("CN=a"), ours("CN=b"), "", ""));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pairs")
  void whoTakesWhom(String what, End connecting, End accepting, String client, String server)
      throws Exception {
    try (Pair pair = new Pair()) {
      CompletableFuture<String> accepted =
          pair.accept(handshake(accepting.in(folder.resolve("server"))));
      String connected = pair.connect(handshake(connecting.in(folder.resolve("client"))));

      assertOutcome(what + ", client", connected, client);
      assertOutcome(what + ", server", accepted.join(), server);
    }
  }

  private static void assertOutcome(String what, String outcome, String expected) {
    if (expected.isEmpty()) {
      assertThat(outcome).as(what).isEmpty();
    } else {
      assertThat(outcome).as(what).contains(expected);
    }
  }

  /** Whoever has the secret may claim a certificate, and show one that he has made himself. */
  @Test
  void aCertificateThatIsOnlyClaimedIsNotTaken() throws Exception {
    try (Pair pair = new Pair()) {
      CompletableFuture<String> accepted = pair.accept(handshake(ours("CN=b").in(folder)));
      HandshakeRules rules = new HandshakeRules(keys(SECRET), "c");
      Identity made = Identity.make();
      byte[] hello = HandshakeRules.hello(new byte[HandshakeRules.NONCE_BYTES], made.digest());
      pair.client.getOutputStream().write(HandshakeRules.certifiedFirst(hello));
      int first = HandshakeRules.MAGIC_BYTES + HandshakeRules.HELLO_BYTES;
      byte[] theirs = pair.client.getInputStream().readNBytes(first);
      theirs = Arrays.copyOfRange(theirs, HandshakeRules.MAGIC_BYTES, first);
      pair.client.getOutputStream().write(rules.clientProof(hello, theirs));
      assertThat(pair.client.getInputStream().readNBytes(33)[0]).isEqualTo((byte) 'Y');
      SSLEngine engine =
          made.engine(true, HandshakeRules.certificate(hello, theirs), Certificates.NONE);
      DeadlineSocket peer =
          new DeadlineSocket(pair.client, Duration.ofSeconds(20), System::nanoTime);

      new TlsStart(engine, peer, Optional.empty()).run();

      assertThat(accepted.join()).startsWith("UNCERTIFIED").contains("CN=perennial is not taken");
    }
  }

  @Test
  void twoServersNeedTwoCertificates() throws Exception {
    ProofKeys keys = ours("CN=both").in(folder);
    try (Pair pair = new Pair()) {
      CompletableFuture<String> accepted = pair.accept(handshake(keys));

      assertThat(pair.connect(handshake(keys))).startsWith("SELF").contains("each needs its own");
      assertThat(accepted.join()).startsWith("SELF");
    }
  }

  @Test
  void theNextConnectionShowsTheRenewedCertificate() throws Exception {
    ProofKeys connecting = offering("CN=a").in(folder.resolve("client"));
    Handshake client = handshake(connecting);
    Handshake server = handshake(ours("CN=b").in(folder.resolve("server")));
    Instant now = Instant.now();
    OURS.write(
        folder.resolve("client"),
        OURS.server(Authority.wish("CN=old").during(now.minusSeconds(99), now.minusSeconds(9))));
    try (Pair pair = new Pair()) {
      CompletableFuture<String> accepted = pair.accept(server);
      assertThat(pair.connect(client)).contains("CN=old");
      assertThat(accepted.join()).contains("CN=old is not taken");
    }

    OURS.write(folder.resolve("client"), OURS.server("CN=new"));

    try (Pair pair = new Pair()) {
      CompletableFuture<String> accepted = pair.accept(server);
      assertThat(pair.connect(client)).isEmpty();
      assertThat(accepted.join()).isEmpty();
    }
  }

  private static Handshake handshake(ProofKeys keys) {
    return new Handshake(keys, "c", Duration.ofSeconds(20), System::nanoTime);
  }

  /** Two ends of a connection, each of which closes it when it does not trust the other. */
  private static final class Pair implements AutoCloseable {
    private final Socket client;
    private final Socket server;

    Pair() throws IOException {
      try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        client = new Socket(InetAddress.getLoopbackAddress(), listener.getLocalPort());
        server = listener.accept();
      }
      // Who wrongly trusts somebody waits for what never comes.
      client.setSoTimeout(30_000);
      server.setSoTimeout(30_000);
    }

    /** Returns why there is no trust; empty if there is, and what is said can be read. */
    String connect(Handshake handshake) throws IOException {
      return outcome(client, () -> handshake.connect(client));
    }

    CompletableFuture<String> accept(Handshake handshake) {
      CompletableFuture<String> outcome = new CompletableFuture<>();
      new Thread(
              () -> {
                try {
                  outcome.complete(outcome(server, () -> handshake.accept(server)));
                } catch (IOException | RuntimeException e) {
                  outcome.completeExceptionally(e);
                }
              },
              "accept")
          .start();
      return outcome;
    }

    private interface Call {
      SSLEngine go() throws IOException;
    }

    private static String outcome(Socket socket, Call call) throws IOException {
      try {
        SSLEngine engine = call.go();
        socket.getOutputStream().write(seal(engine));
        byte[] header = socket.getInputStream().readNBytes(5);
        byte[] rest =
            socket.getInputStream().readNBytes((header[3] & 0xff) << 8 | (header[4] & 0xff));
        ByteBuffer plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
        ByteBuffer sealed =
            ByteBuffer.allocate(header.length + rest.length).put(header).put(rest).flip();
        var unused = engine.unwrap(sealed, plain);
        assertThat(plain.position()).isGreaterThanOrEqualTo(0);
        return "";
      } catch (HandshakeException e) {
        socket.shutdownOutput();
        return e.kind() + ": " + e.getMessage();
      }
    }

    private static byte[] seal(SSLEngine engine) throws IOException {
      ByteBuffer sealed = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
      var unused = engine.wrap(ByteBuffer.wrap(new byte[] {1}), sealed);
      return Arrays.copyOf(sealed.array(), sealed.position());
    }

    @Override
    public void close() throws IOException {
      client.close();
      server.close();
    }
  }
}
