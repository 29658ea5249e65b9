package dev.perennial.coordinator.secret;

import dev.perennial.coordinator.handshake.Certificates;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The files that a server's certificate comes from: a PKCS12 file with one key and its chain, the
 * file with its password, and one with the authorities, PKCS12 of the same password or PEM.
 *
 * @param trust null if the authorities are in the key's file
 */
record KeyStoreFiles(Path keys, Path password, @Nullable Path trust) {
  private static final String KEYS = "perennial.cluster.keystore";
  private static final String PASSWORD = "perennial.cluster.keystore.password-file";
  private static final String TRUST = "perennial.cluster.truststore";

  /** Of a PKCS12 file, which is one sequence in DER; PEM is text. */
  private static final byte SEQUENCE = 0x30;

  /** What is in the files. */
  record Content(Certificates.Own own, Set<X509Certificate> authorities) {}

  /**
   * Reads them.
   *
   * @throws SecretException with what is wrong and what to do
   */
  Content read() {
    char[] secret = SecretFile.text(PASSWORD, password).stripTrailing().toCharArray();
    try {
      SecretFile.checkPrivate(KEYS, keys);
      KeyStore store = pkcs12(KEYS, keys, secret);
      Certificates.Own own = own(store, secret);
      Path file = trust == null ? keys : trust;
      Set<X509Certificate> authorities =
          trust == null ? authorities(store, own) : authorities(trust, secret);
      if (authorities.isEmpty()) {
        throw new SecretException(
            "%s: %s has no certificate of an authority; give %s a file with those whose servers are to be let in"
                .formatted(trust == null ? KEYS : TRUST, file, TRUST));
      }
      return new Content(own, authorities);
    } catch (IOException | GeneralSecurityException e) {
      throw new SecretException(
          "%s: %s cannot be read (%s); give PKCS12 files that this user can read"
              .formatted(KEYS, keys, e),
          e);
    } finally {
      Arrays.fill(secret, '\0');
    }
  }

  private static KeyStore pkcs12(String key, Path file, char[] secret)
      throws IOException, GeneralSecurityException {
    byte[] bytes = Files.readAllBytes(file);
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(new ByteArrayInputStream(bytes), secret);
      return store;
    } catch (IOException | GeneralSecurityException e) {
      if (e.getCause() instanceof GeneralSecurityException) {
        throw new SecretException(
            "%s: the password in %s is not that of %s".formatted(key, PASSWORD, file), e);
      }
      throw new SecretException(
          "%s: %s is no PKCS12 file (%s); make one with: openssl pkcs12 -export -inkey KEY -in CERTIFICATE -certfile AUTHORITY -out FILE"
              .formatted(key, file, e.getMessage()),
          e);
    }
  }

  private Certificates.Own own(KeyStore store, char[] secret) throws GeneralSecurityException {
    List<String> aliases = new ArrayList<>();
    for (String alias : Collections.list(store.aliases())) {
      if (store.isKeyEntry(alias) && store.getCertificateChain(alias) != null) {
        aliases.add(alias);
      }
    }
    if (aliases.size() != 1) {
      throw new SecretException(
          "%s: %s has %d keys with a certificate; give a file with this server's alone"
              .formatted(KEYS, keys, aliases.size()));
    }
    Key key = store.getKey(aliases.get(0), secret);
    List<X509Certificate> chain = new ArrayList<>();
    for (Certificate certificate : store.getCertificateChain(aliases.get(0))) {
      chain.add((X509Certificate) certificate);
    }
    if (!(key instanceof PrivateKey own) || !List.of("EC", "RSA").contains(key.getAlgorithm())) {
      throw new SecretException(
          "%s: the key in %s is of the kind %s; give one of the kind EC or RSA"
              .formatted(KEYS, keys, key.getAlgorithm()));
    }
    return new Certificates.Own(chain, own);
  }

  private static Set<X509Certificate> authorities(Path file, char[] secret)
      throws IOException, GeneralSecurityException {
    SecretFile.checkUnchanged(TRUST, file);
    byte[] bytes = Files.readAllBytes(file);
    if (bytes.length > 0 && bytes[0] == SEQUENCE) {
      return entries(pkcs12(TRUST, file, secret));
    }
    Set<X509Certificate> all = new LinkedHashSet<>();
    for (Certificate certificate :
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(bytes))) {
      all.add((X509Certificate) certificate);
    }
    return all;
  }

  private static Set<X509Certificate> entries(KeyStore store) throws GeneralSecurityException {
    Set<X509Certificate> all = new LinkedHashSet<>();
    for (String alias : Collections.list(store.aliases())) {
      if (store.isCertificateEntry(alias)) {
        all.add((X509Certificate) store.getCertificate(alias));
      }
    }
    return all;
  }

  /** Many tools write the authority behind the key's certificate only. */
  private static Set<X509Certificate> authorities(KeyStore store, Certificates.Own own)
      throws GeneralSecurityException {
    Set<X509Certificate> entries = entries(store);
    X509Certificate last = own.chain().get(own.chain().size() - 1);
    boolean root =
        own.chain().size() > 1
            && last.getBasicConstraints() >= 0
            && last.getSubjectX500Principal().equals(last.getIssuerX500Principal());
    return entries.isEmpty() && root ? Set.of(last) : entries;
  }

  /** Returns what is another one when a file was replaced or written to. */
  String state() {
    return state(keys) + state(password) + (trust == null ? "" : state(trust));
  }

  private static String state(Path file) {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      return now.fileKey() + " " + now.lastModifiedTime() + " " + now.size() + "\n";
    } catch (IOException e) {
      return e + "\n";
    }
  }
}
