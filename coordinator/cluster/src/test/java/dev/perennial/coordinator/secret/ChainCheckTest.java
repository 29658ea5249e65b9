package dev.perennial.coordinator.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.perennial.coordinator.handshake.CertificateRefusal;
import dev.perennial.coordinator.handshake.Certificates;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ChainCheckTest {
  private static final Authority OURS = Authority.named("CN=Ours");
  private static final Authority BELOW = OURS.below("CN=Below");
  private static final Authority OLD =
      Authority.during(
          "CN=Old", Instant.parse("2020-01-01T00:00:00Z"), Instant.parse("2021-01-01T00:00:00Z"));
  private static final Authority NAMESAKE = Authority.named("CN=Ours");

  private static List<X509Certificate> of(Authority authority, Authority.Wish wish) {
    return authority.server(wish).chain();
  }

  private static Authority.Wish s1() {
    return Authority.wish("CN=s1");
  }

  static Stream<Arguments> chains() {
    Instant now = Instant.now();
    Authority.Wish ended = s1().during(now.minusSeconds(9000), now.minusSeconds(5));
    Authority.Wish later = s1().during(now.plusSeconds(60), now.plusSeconds(9000));
    List<X509Certificate> direct = of(OURS, s1());
    List<X509Certificate> below = of(BELOW, s1());
    // A server's certificate is no authority, whoever holds its key.
    List<X509Certificate> underLeaf = of(Authority.misused(OURS.server("CN=s2")), s1());
    return Stream.of(
        arguments("signed by the authority", direct, ""),
        arguments("the authority need not be shown", direct.subList(0, 1), ""),
        arguments("signed by one below it", below, ""),
        arguments("one below it, alone", below.subList(0, 2), ""),
        arguments("of the kind RSA", of(OURS, s1().ofKind("RSA")), ""),
        arguments("for servers", of(OURS, s1().forUses(Authority.SERVERS)), ""),
        arguments(
            "the middle is missing", below.subList(0, 1), "by no authority of the trust store"),
        arguments(
            "another authority",
            of(Authority.named("CN=Theirs"), s1()),
            "by no authority of the trust store (its issuer is CN=Theirs)"),
        arguments(
            "another one of the same name",
            of(NAMESAKE, s1()),
            "by no authority of the trust store"),
        arguments("another server has signed it", underLeaf, "this is not a CA certificate"),
        arguments("signed by itself", List.of(SelfMade.certificate()), "by no authority"),
        arguments("expired", of(OURS, ended), "it has expired on "),
        arguments("not valid yet", of(OURS, later), "it is not valid before "),
        arguments("its authority has expired", of(OLD, s1()), "its authority CN=Old has expired"),
        arguments(
            "for clients", of(OURS, s1().forUses(Authority.CLIENTS)), "it is not for servers"),
        arguments(
            "not for signatures",
            of(OURS, s1().notForSignatures()),
            "its key is not for signatures"),
        arguments("an authority's", List.of(OURS.certificate()), "it is an authority's own"));
  }

  /** Certificates as each process makes them for itself. */
  private static final class SelfMade {
    static X509Certificate certificate() {
      try {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        return SelfSigned.certificate(generator.generateKeyPair());
      } catch (GeneralSecurityException e) {
        throw new AssertionError(e);
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("chains")
  void onlyAServersOwnCertificateIsTaken(String what, List<X509Certificate> chain, String why) {
    ChainCheck check = new ChainCheck(Set.of(OURS.certificate(), OLD.certificate()));
    String said = "";
    try {
      check.check(chain, Instant.now());
    } catch (CertificateRefusal e) {
      said = e.getMessage();
      assertThat(said).startsWith("the certificate of CN=").contains(" is not taken: ");
    }
    if (why.isEmpty()) {
      assertThat(said).as(what).isEmpty();
    } else {
      assertThat(said).as(what).contains(why);
    }
  }

  /** Whoever has taken a server whose own certificate is trusted makes no other server. */
  @Test
  void aServersCertificateInTheTrustStoreSignsNothing() {
    Certificates.Own server = OURS.server("CN=s2");
    List<X509Certificate> made = of(Authority.misused(server), s1());
    ChainCheck check = new ChainCheck(Set.of(OURS.certificate(), made.get(1)));

    assertThatExceptionOfType(CertificateRefusal.class)
        .isThrownBy(() -> check.check(made.subList(0, 1), Instant.now()))
        .withMessageContaining("by no authority of the trust store");
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          365, 31, ''
          365, 29, ' expires on '
          365, -1, ' has expired on '
          365, 366, ' is not valid before '
          30, 11, ''
          30, 9, ' expires on '
          1, 0, ' expires on '
          """)
  void theEndIsToldLongBeforeAndOfAShortLifeInItsLastThird(int days, int left, String told) {
    Instant until = Instant.parse("2027-01-01T00:00:00Z");
    X509Certificate own = of(OURS, s1().during(until.minus(Duration.ofDays(days)), until)).get(0);

    String said = MemberCertificates.ending(own, until.minus(Duration.ofDays(left)));

    assertThat(said.isEmpty()).isEqualTo(told.isEmpty());
    assertThat(said).contains(told);
  }
}
