package dev.perennial.coordinator.secret;

import dev.perennial.coordinator.handshake.CertificateRefusal;
import dev.perennial.coordinator.handshake.Certificates;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A certificate of an authority for this server, and what it asks of others. The files are read
 * again when they have changed, so that a certificate is renewed without a restart; connections
 * that are open stay as they are. While changed files cannot be used, what was read before is.
 * Thread-safe.
 */
public final class MemberCertificates implements Certificates {
  /** The longest time before the end of a certificate in which that is told. */
  static final Duration LONG_BEFORE = Duration.ofDays(30);

  /** The same for one that is short-lived: so much of its whole time. */
  private static final int SHARE = 3;

  private final KeyStoreFiles files;
  private final boolean required;
  private final InstantSource clock;

  /** Guarded by "this", as all below. */
  private String state;

  private KeyStoreFiles.Content content;
  private String problem = "";
  private @Nullable String tolerated;

  private MemberCertificates(KeyStoreFiles files, boolean required, InstantSource clock) {
    this.files = files;
    this.required = required;
    this.clock = clock;
    this.state = files.state();
    this.content = usable(files.read());
  }

  /**
   * Reads this server's certificate and its authorities.
   *
   * @param keys of perennial.cluster.keystore
   * @param password of perennial.cluster.keystore.password-file
   * @param trust of perennial.cluster.truststore; null if the authorities are in the first file
   * @param required whether others need a certificate; if not, theirs is only looked at
   * @throws SecretException if a file cannot be read, another user could read or change it, or what
   *     is in it is of no use; an expired certificate is told by {@link #concern} instead
   */
  public static MemberCertificates read(
      Path keys, Path password, @Nullable Path trust, boolean required, InstantSource clock) {
    return new MemberCertificates(new KeyStoreFiles(keys, password, trust), required, clock);
  }

  /** Others would refuse it for the same reason. That it has expired is no mistake in a file. */
  private KeyStoreFiles.Content usable(KeyStoreFiles.Content read) {
    X509Certificate own = read.own().chain().get(0);
    Instant now = clock.instant();
    Instant until = own.getNotAfter().toInstant();
    Instant from = own.getNotBefore().toInstant();
    Instant at = now.isAfter(until) ? until : now.isBefore(from) ? from : now;
    try {
      new ChainCheck(read.authorities()).check(read.own().chain(), at);
    } catch (CertificateRefusal e) {
      throw new SecretException("perennial.cluster.keystore: " + e.getMessage(), e);
    }
    return read;
  }

  @Override
  public Optional<Own> own() {
    return Optional.of(content().own());
  }

  @Override
  public boolean required() {
    return required;
  }

  @Override
  public void check(List<X509Certificate> chain) throws CertificateRefusal {
    try {
      new ChainCheck(content().authorities()).check(chain, clock.instant());
    } catch (CertificateRefusal e) {
      if (required) {
        throw e;
      }
      tolerate(e.getMessage());
    }
  }

  private synchronized void tolerate(@Nullable String why) {
    tolerated = why;
  }

  private synchronized KeyStoreFiles.Content content() {
    String now = files.state();
    if (!now.equals(state)) {
      try {
        content = usable(files.read());
        problem = "";
      } catch (SecretException e) {
        problem = e.getMessage() + "; the certificate from before is used on";
      }
      state = now;
    }
    return content;
  }

  /** Returns whom the certificate is for, until when, in words. */
  public String words() {
    Own own = content().own();
    return own.subject() + ", until " + own.chain().get(0).getNotAfter().toInstant();
  }

  /**
   * Returns what an operator must see to, one a line: files that cannot be used, a certificate that
   * is about to expire or has. Empty if there is nothing. Reads the files if they have changed.
   */
  public String concern() {
    String ending = ending(content().own().chain().get(0), clock.instant());
    synchronized (this) {
      return problem.isEmpty() || ending.isEmpty() ? problem + ending : problem + "\n" + ending;
    }
  }

  /**
   * Returns, once each, why a server would not be let in were certificates required. Empty if they
   * are, or if there was none since the last call.
   */
  public synchronized Optional<String> tolerated() {
    Optional<String> last = Optional.ofNullable(tolerated);
    tolerated = null;
    return last;
  }

  static String ending(X509Certificate certificate, Instant now) {
    Instant from = certificate.getNotBefore().toInstant();
    Instant until = certificate.getNotAfter().toInstant();
    String whose =
        "the certificate of " + ChainCheck.name(certificate) + " (perennial.cluster.keystore)";
    if (now.isAfter(until)) {
      return whose + " has expired on " + until + ": no server takes it; renew the file";
    }
    if (now.isBefore(from)) {
      return whose + " is not valid before " + from + ": no server takes it; is the clock right?";
    }
    Duration left = Duration.between(now, until);
    Duration share = Duration.between(from, until).dividedBy(SHARE);
    Duration early = share.compareTo(LONG_BEFORE) < 0 ? share : LONG_BEFORE;
    return left.compareTo(early) < 0
        ? whose + " expires on " + until + ": renew the file before, it is read again by itself"
        : "";
  }
}
