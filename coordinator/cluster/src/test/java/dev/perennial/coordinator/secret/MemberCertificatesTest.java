package dev.perennial.coordinator.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.coordinator.handshake.CertificateRefusal;
import dev.perennial.coordinator.handshake.CertificateStatement;
import dev.perennial.coordinator.handshake.Certificates;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemberCertificatesTest {
  private static final Authority OURS = Authority.named("CN=Ours");
  private static final Authority THEIRS = Authority.named("CN=Theirs");

  @TempDir Path folder;

  private MemberCertificates read(boolean withTrust) {
    return MemberCertificates.read(
        folder.resolve("own.p12"),
        folder.resolve("password"),
        withTrust ? folder.resolve("ca.pem") : null,
        true,
        Instant::now);
  }

  private void assertMistake(String... words) {
    assertThatThrownBy(() -> read(true))
        .isInstanceOf(SecretException.class)
        .message()
        .contains(words);
  }

  @Test
  void thePasswordsMistakeIsTold() throws Exception {
    OURS.write(folder, OURS.server("CN=s1"));
    Authority.put(folder.resolve("password"), "another".getBytes(UTF_8));

    assertMistake("perennial.cluster.keystore: the password in", "password-file is not that of");
  }

  @Test
  void whatIsNoPkcs12IsTold() throws Exception {
    OURS.write(folder, OURS.server("CN=s1"));
    Authority.put(folder.resolve("own.p12"), "-----BEGIN CERTIFICATE".getBytes(UTF_8));

    assertMistake("own.p12 is no PKCS12 file", "make one with: openssl pkcs12 -export");
  }

  @Test
  void aFileThatIsMissingIsTold() throws Exception {
    OURS.write(folder, OURS.server("CN=s1"));
    Files.delete(folder.resolve("own.p12"));

    assertMistake("own.p12 cannot be read", "NoSuchFileException");
  }

  @ParameterizedTest
  @CsvSource({
    "own.p12, rw-r--r--, chmod 600",
    "password, rw-rw----, chmod 600",
    "ca.pem, rw-rw-r--, chmod go-w"
  })
  void aFileThatOthersMayReadOrChangeIsRefused(String file, String given, String remedy)
      throws IOException {
    OURS.write(folder, OURS.server("CN=s1"));
    Files.setPosixFilePermissions(folder.resolve("ca.pem"), fromString("rw-r--r--"));
    assertThat(read(true).own()).isPresent();

    Files.setPosixFilePermissions(folder.resolve(file), fromString(given));

    assertMistake(file, remedy);
  }

  @Test
  void thereMustBeOneKey() throws Exception {
    OURS.write(folder, OURS.server("CN=s1"));
    change(store -> store.deleteEntry("server"));
    assertMistake("own.p12 has 0 keys");

    OURS.write(folder, OURS.server("CN=s1"));
    Certificates.Own second = OURS.server("CN=s2");
    change(
        store ->
            store.setKeyEntry(
                "more",
                second.key(),
                Authority.PASSWORD.toCharArray(),
                second.chain().toArray(new Certificate[0])));
    assertMistake("own.p12 has 2 keys");
  }

  @Test
  void aCertificateThatOthersWouldRefuseIsRefusedAtOnce() {
    OURS.write(folder, THEIRS.server("CN=s1"));

    assertMistake(
        "perennial.cluster.keystore: the certificate of CN=s1", "its issuer is CN=Theirs");
  }

  /** Most tools write the chain; keytool can write authorities as entries of their own. */
  @Test
  void authoritiesMayBeInTheSameFile() throws Exception {
    OURS.write(folder, OURS.server("CN=s1"));
    MemberCertificates own = read(false);
    own.check(OURS.server("CN=s2").chain());
    assertThatThrownBy(() -> own.check(THEIRS.server("CN=s2").chain()))
        .isInstanceOf(CertificateRefusal.class);

    change(store -> store.setCertificateEntry("ours", OURS.certificate()));
    change(store -> store.setCertificateEntry("theirs", THEIRS.certificate()));
    read(false).check(THEIRS.server("CN=s2").chain());
  }

  @Test
  void withoutAnyAuthorityNothingIsTaken() throws Exception {
    Certificates.Own own = OURS.server("CN=s1");
    OURS.write(folder, new Certificates.Own(own.chain().subList(0, 1), own.key()));

    assertThatThrownBy(() -> read(false))
        .isInstanceOf(SecretException.class)
        .hasMessageContaining("has no certificate of an authority")
        .hasMessageContaining("perennial.cluster.truststore");
  }

  @Test
  void theTrustStoreMayBePkcs12() throws Exception {
    OURS.write(folder, OURS.server("CN=s1"));
    KeyStore trust = KeyStore.getInstance("PKCS12");
    trust.load(null, null);
    trust.setCertificateEntry("ours", OURS.certificate());
    save(trust, folder.resolve("ca.pem"));

    read(true).check(OURS.server("CN=s2").chain());
  }

  @Test
  void aRenewedFileIsReadByItself() {
    MemberCertificates own = OURS.files(folder, OURS.server("CN=before"), true);

    OURS.write(folder, OURS.server("CN=after"));

    assertThat(own.own().orElseThrow().subject()).isEqualTo("CN=after");
    assertThat(own.concern()).isEmpty();
  }

  @Test
  void whileARenewedFileIsOfNoUseTheOneFromBeforeIs() throws Exception {
    MemberCertificates own = OURS.files(folder, OURS.server("CN=before"), true);

    Authority.put(folder.resolve("own.p12"), "half".getBytes(UTF_8));

    assertThat(own.own().orElseThrow().subject()).isEqualTo("CN=before");
    assertThat(own.concern()).contains("is no PKCS12 file", "the certificate from before is used");
    OURS.write(folder, OURS.server("CN=after"));
    assertThat(own.own().orElseThrow().subject()).isEqualTo("CN=after");
    assertThat(own.concern()).isEmpty();
  }

  /** The agent must not do nothing for it: a server without a cluster still serves. */
  @Test
  void thatItHasExpiredIsAConcernAndNoMistake() {
    Instant now = Instant.now();
    Authority.Wish old =
        Authority.wish("CN=s1").during(now.minus(Duration.ofDays(9)), now.minusSeconds(9));

    MemberCertificates own = OURS.files(folder, OURS.server(old), true);

    assertThat(own.concern()).contains("CN=s1", " has expired on ");
  }

  @Test
  void whileTheyAreOnlyOfferedWhatWouldBeRefusedIsToldOnce() throws Exception {
    MemberCertificates own = OURS.files(folder, OURS.server("CN=s1"), false);

    own.check(OURS.server("CN=s2").chain());
    assertThat(own.tolerated()).isEmpty();
    own.check(THEIRS.server("CN=s3").chain());

    assertThat(own.required()).isFalse();
    assertThat(own.tolerated()).hasValueSatisfying(why -> assertThat(why).contains("CN=s3"));
    assertThat(own.tolerated()).isEmpty();
  }

  private interface Change {
    void of(KeyStore store) throws Exception;
  }

  private void change(Change change) throws Exception {
    Path file = folder.resolve("own.p12");
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(file)) {
      store.load(in, Authority.PASSWORD.toCharArray());
    }
    change.of(store);
    save(store, file);
  }

  private static void save(KeyStore store, Path file) throws Exception {
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, Authority.PASSWORD.toCharArray());
    }
  }

  @Test
  void whatIsSignedForOneRoleOrConnectionProvesNothingForAnother() throws Exception {
    Certificates.Own ec = OURS.server("CN=s1");
    Certificates.Own rsa = OURS.server(Authority.wish("CN=s2").ofKind("RSA"));
    for (Certificates.Own own : List.of(ec, rsa)) {
      byte[] said = "all that was said".getBytes(UTF_8);
      byte[] statement = CertificateStatement.of(own, 'C', said);

      assertThat(chain(statement, 'C', said)).isEqualTo(own.chain().toString());
      assertThat(chain(statement, 'S', said)).contains("does not hold the key");
      assertThat(chain(statement, 'C', new byte[9])).contains("does not hold the key");
      for (int cut = 0; cut < statement.length; cut++) {
        assertThat(chain(Arrays.copyOf(statement, cut), 'C', said)).startsWith("the peer");
      }
    }
    // Somebody who has the certificate, which is no secret, and a key of his own.
    Certificates.Own stolen = new Certificates.Own(ec.chain(), OURS.server("CN=x").key());
    byte[] statement = CertificateStatement.of(stolen, 'C', new byte[1]);
    assertThat(chain(statement, 'C', new byte[1])).contains("does not hold the key");
  }

  private static String chain(byte[] statement, char role, byte[] said) {
    try {
      return CertificateStatement.chain(statement, role, said).toString();
    } catch (CertificateRefusal e) {
      return e.getMessage();
    }
  }
}
