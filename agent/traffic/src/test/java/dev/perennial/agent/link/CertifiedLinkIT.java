package dev.perennial.agent.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.perennial.coordinator.handshake.CertificateRefusal;
import dev.perennial.coordinator.handshake.Certificates;
import dev.perennial.coordinator.handshake.ProofKeys;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The state link asks for certificates as membership does. */
@Timeout(120)
class CertifiedLinkIT {
  private static final ProofKeys KEYS = ProofKeys.of(new byte[32]);

  @TempDir static Path folder;
  private static Certificates.Own ours;
  private static Certificates.Own another;
  private static Certificates.Own rsa;

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final ConcurrentLinkedQueue<String> log = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> refused = new ConcurrentLinkedQueue<>();

  @BeforeAll
  static void certificates() throws Exception {
    ours = made("CN=ours", "EC");
    another = made("CN=another", "EC");
    rsa = made("CN=rsa", "RSA");
  }

  @AfterEach
  void close() {
    timer.shutdownNow();
  }

  private static Certificates.Own made(String name, String kind) throws Exception {
    Path file = folder.resolve(name + ".p12");
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    Process process =
        new ProcessBuilder(
                keytool,
                "-genkeypair",
                "-keyalg",
                kind,
                "-dname",
                name,
                "-alias",
                "a",
                "-storetype",
                "PKCS12",
                "-storepass",
                "of the test",
                "-keystore",
                file.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(file)) {
      store.load(in, "of the test".toCharArray());
    }
    return new Certificates.Own(
        List.of((X509Certificate) store.getCertificate("a")),
        (PrivateKey) store.getKey("a", "of the test".toCharArray()));
  }

  /** Takes all but that of CN=another. */
  private record Shown(Optional<Own> own, boolean required) implements Certificates {
    @Override
    public void check(List<X509Certificate> chain) throws CertificateRefusal {
      if (required && chain.equals(another.chain())) {
        throw new CertificateRefusal("the certificate of CN=another is not taken: by a test", null);
      }
    }
  }

  private static ProofKeys showing(Certificates.Own own, boolean required) {
    return KEYS.with(new Shown(Optional.of(own), required));
  }

  private LinkServer server(ProofKeys keys) throws IOException {
    return LinkServer.start(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        new LinkServer.Config(
            keys,
            () -> new LinkPeer("B", 3, "state"),
            peer -> "",
            (peer, request) -> request,
            settings(),
            timer,
            System::nanoTime,
            log::add,
            refused::add));
  }

  private Link connect(LinkServer server, ProofKeys keys) throws IOException {
    return new LinkClient(
            () -> keys, () -> new LinkPeer("A", 7, "state"), settings(), timer, System::nanoTime)
        .connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()), "B");
  }

  private static LinkSettings settings() {
    LinkSettings d = LinkSettings.defaults();
    return new LinkSettings(
        Duration.ofSeconds(30),
        d.maxPendingHandshakes(),
        d.maxConnections(),
        d.maxMessageBytes(),
        d.windowBytes(),
        d.handlerThreads(),
        d.idleLimit());
  }

  private void assertAnswers(ProofKeys serving, ProofKeys asking) throws Exception {
    try (LinkServer server = server(serving);
        Link link = connect(server, asking)) {
      assertThat(link.request("?".getBytes(UTF_8), Duration.ofSeconds(30)).get()).hasSize(1);
    }
    assertThat(refused).isEmpty();
  }

  private void assertRefused(ProofKeys serving, ProofKeys asking, String asks, String serves)
      throws Exception {
    try (LinkServer server = server(serving)) {
      assertThatExceptionOfType(LinkRefusedException.class)
          .isThrownBy(() -> connect(server, asking).close())
          .withMessageContaining(asks);
      if (!serves.isEmpty()) {
        await()
            .atMost(Duration.ofSeconds(30))
            .untilAsserted(
                () -> assertThat(refused).anySatisfy(r -> assertThat(r).contains(serves)));
      }
    }
  }

  @Test
  void whoeverHasOneIsLetIn() throws Exception {
    assertAnswers(showing(ours, true), showing(rsa, true));
    assertAnswers(showing(rsa, true), showing(ours, true));
  }

  @Test
  void theSecretAloneIsNotEnoughAtEitherEnd() throws Exception {
    assertRefused(
        showing(ours, true),
        KEYS,
        "a certificate is needed here",
        "A#7 (state) has no certificate");
    assertRefused(KEYS, showing(ours, true), "the peer has no certificate", "");
  }

  @Test
  void aCertificateThatIsNotTakenIsNamedToBothEnds() throws Exception {
    String why = "the certificate of CN=another is not taken: by a test";
    assertRefused(showing(ours, true), showing(another, false), why, why);
    refused.clear();
    assertRefused(showing(another, false), showing(ours, true), why, "");
  }

  /** The certificate is no secret: whoever has seen it can send it. */
  @Test
  void somebodyElsesCertificateIsNotTaken() throws Exception {
    Certificates.Own stolen = new Certificates.Own(ours.chain(), another.key());

    String why = "the peer does not hold the key of the certificate of CN=ours";
    assertRefused(showing(rsa, true), showing(stolen, true), why, why);
    refused.clear();
    assertRefused(showing(stolen, true), showing(rsa, true), why, "");
  }

  @Test
  void whileTheyAreOnlyOfferedOneWithoutIsLetInBothWays() throws Exception {
    assertAnswers(showing(ours, false), KEYS);
    assertAnswers(KEYS, showing(ours, false));
  }

  @Test
  void theCertificateAloneIsNotEnough() throws Exception {
    ProofKeys wrong = ProofKeys.of(new byte[] {1}).with(new Shown(Optional.of(rsa), true));

    assertRefused(
        showing(ours, true), wrong, "our secrets differ", "the client does not hold our secret");
  }
}
