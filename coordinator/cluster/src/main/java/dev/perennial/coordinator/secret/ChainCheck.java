package dev.perennial.coordinator.secret;

import dev.perennial.coordinator.handshake.CertificateRefusal;
import dev.perennial.coordinator.handshake.CertificateStatement;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXReason;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a certificate is a server's: signed, directly or not, by one of the authorities; of a
 * time that is now; and not for something else. Revocation lists are not looked at. Pure,
 * immutable.
 */
final class ChainCheck {
  /** Of the extended uses, RFC 5280, section 4.2.1.12. */
  private static final String ANY_USE = "2.5.29.37.0";

  private static final String SERVER_USE = "1.3.6.1.5.5.7.3.1";

  private final Set<X509Certificate> authorities;

  ChainCheck(Set<X509Certificate> authorities) {
    this.authorities = Set.copyOf(authorities);
  }

  /**
   * Checks a chain.
   *
   * @param chain the server's own certificate first
   * @throws CertificateRefusal with whose it is and why it is not taken
   */
  void check(List<X509Certificate> chain, Instant now) throws CertificateRefusal {
    X509Certificate own = chain.get(0);
    if (chain.size() > CertificateStatement.MAX_CHAIN) {
      throw refusal(own, "its chain has " + chain.size() + " certificates", null);
    }
    if (authorities.contains(own)) {
      throw refusal(own, "it is an authority's own", null);
    }
    try {
      checkPath(below(chain), now);
      checkUse(own);
    } catch (CertPathValidatorException e) {
      throw refusal(own, why(e, chain), e);
    } catch (GeneralSecurityException e) {
      throw refusal(own, String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * PKIX does not ask how old an authority is that is trusted, nor takes the right one of two with
   * one name and key: one that has been renewed. So those that have expired are looked at last.
   */
  private void checkPath(List<X509Certificate> path, Instant now) throws GeneralSecurityException {
    Set<TrustAnchor> valid = new HashSet<>();
    List<X509Certificate> expired = new ArrayList<>();
    for (X509Certificate authority : authorities) {
      if (!signs(authority)) {
        continue;
      }
      if (now.isAfter(authority.getNotAfter().toInstant())) {
        expired.add(authority);
      } else {
        valid.add(new TrustAnchor(authority, null));
      }
    }
    for (X509Certificate authority : expired) {
      if (!fits(path, valid, now) && fits(path, Set.of(new TrustAnchor(authority, null)), now)) {
        throw new CertificateException(
            "its authority " + name(authority) + " has expired on " + until(authority));
      }
    }
    if (valid.isEmpty()) {
      throw new CertificateException("no authority of the trust store is valid");
    }
    validate(path, valid, now);
  }

  private static boolean fits(List<X509Certificate> path, Set<TrustAnchor> anchors, Instant now)
      throws GeneralSecurityException {
    if (anchors.isEmpty()) {
      return false;
    }
    try {
      validate(path, anchors, now);
      return true;
    } catch (CertPathValidatorException e) {
      return false;
    }
  }

  private static void validate(List<X509Certificate> path, Set<TrustAnchor> anchors, Instant now)
      throws GeneralSecurityException {
    PKIXParameters parameters = new PKIXParameters(anchors);
    parameters.setRevocationEnabled(false);
    parameters.setDate(Date.from(now));
    var unused =
        CertPathValidator.getInstance("PKIX")
            .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
  }

  /** A server's own certificate makes no others, though it may lie in the trust store. */
  private static boolean signs(X509Certificate authority) {
    boolean ofOldForm =
        authority.getVersion() < 3
            && authority.getIssuerX500Principal().equals(authority.getSubjectX500Principal());
    return authority.getBasicConstraints() >= 0 || ofOldForm;
  }

  /** Returns what is below the authorities: they are known, and need not be shown. */
  private List<X509Certificate> below(List<X509Certificate> chain) {
    return chain.stream().takeWhile(certificate -> !authorities.contains(certificate)).toList();
  }

  private static void checkUse(X509Certificate own) throws CertificateException {
    boolean[] uses = own.getKeyUsage();
    if (uses != null && !uses[0]) {
      throw new CertificateException("its key is not for signatures (key usage)");
    }
    List<String> extended = own.getExtendedKeyUsage();
    if (extended != null && !extended.contains(SERVER_USE) && !extended.contains(ANY_USE)) {
      throw new CertificateException("it is not for servers (extended key usage)");
    }
  }

  private static String why(CertPathValidatorException e, List<X509Certificate> chain) {
    X509Certificate at = chain.get(Math.max(0, Math.min(e.getIndex(), chain.size() - 1)));
    String which = at.equals(chain.get(0)) ? "it" : name(at) + " in its chain";
    if (e.getReason() == BasicReason.EXPIRED) {
      return which + " has expired on " + until(at);
    }
    if (e.getReason() == BasicReason.NOT_YET_VALID) {
      return which + " is not valid before " + at.getNotBefore().toInstant();
    }
    if (e.getReason() == PKIXReason.NO_TRUST_ANCHOR
        || e.getReason() == BasicReason.INVALID_SIGNATURE) {
      return "it is signed by no authority of the trust store (its issuer is "
          + at.getIssuerX500Principal().getName()
          + ")";
    }
    return String.valueOf(e.getMessage());
  }

  private static CertificateRefusal refusal(
      X509Certificate own, String why, @Nullable Throwable cause) {
    return new CertificateRefusal(
        "the certificate of " + name(own) + " is not taken: " + why, cause);
  }

  static String name(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().getName();
  }

  private static Instant until(X509Certificate certificate) {
    return certificate.getNotAfter().toInstant();
  }
}
