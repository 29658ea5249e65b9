package dev.perennial.coordinator.secret;

import static java.nio.file.attribute.PosixFilePermissions.fromString;

import dev.perennial.coordinator.handshake.Certificates;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.security.auth.x500.X500Principal;

/** An authority of a test, which signs certificates of any dates and uses. */
public final class Authority {
  static final String SERVERS = "1.3.6.1.5.5.7.3.1";
  static final String CLIENTS = "1.3.6.1.5.5.7.3.2";
  static final String PASSWORD = "of the test";

  private static final AtomicInteger SERIAL = new AtomicInteger();

  private final KeyPair pair;
  private final List<X509Certificate> chain;

  private Authority(KeyPair pair, List<X509Certificate> chain) {
    this.pair = pair;
    this.chain = chain;
  }

  /** What a certificate says. */
  record Wish(
      String name,
      Instant from,
      Instant until,
      boolean authority,
      String uses,
      boolean signs,
      String kind) {
    Wish during(Instant begin, Instant end) {
      return new Wish(name, begin, end, authority, uses, signs, kind);
    }

    Wish forUses(String oid) {
      return new Wish(name, from, until, authority, oid, signs, kind);
    }

    Wish notForSignatures() {
      return new Wish(name, from, until, authority, uses, false, kind);
    }

    Wish ofKind(String key) {
      return new Wish(name, from, until, authority, uses, signs, key);
    }
  }

  static Wish wish(String name) {
    Instant now = Instant.now();
    return new Wish(
        name, now.minusSeconds(3600), now.plus(Duration.ofDays(365)), false, "", true, "EC");
  }

  /** Returns a new one that has signed itself. */
  public static Authority named(String name) {
    return during(name, Instant.now().minusSeconds(7200), Instant.now().plus(Duration.ofDays(999)));
  }

  static Authority during(String name, Instant from, Instant until) {
    KeyPair pair = pair("EC");
    Wish wish = new Wish(name, from, until, true, "", true, "EC");
    return new Authority(pair, List.of(signed(wish, pair, name, pair.getPrivate())));
  }

  /** Returns one that this one has signed. */
  Authority below(String name) {
    KeyPair made = pair("EC");
    Wish plain = wish(name);
    Wish wish = new Wish(name, plain.from(), plain.until(), true, "", true, "EC");
    return new Authority(made, with(signed(wish, made, subject(), pair.getPrivate())));
  }

  /** Returns a server that signs certificates with its own. */
  static Authority misused(Certificates.Own server) {
    return new Authority(
        new KeyPair(server.chain().get(0).getPublicKey(), server.key()), server.chain());
  }

  X509Certificate certificate() {
    return chain.get(0);
  }

  /** Returns a certificate with its key, and the chain up to the first authority. */
  public Certificates.Own server(String name) {
    return server(wish(name));
  }

  Certificates.Own server(Wish wish) {
    KeyPair made = pair(wish.kind());
    return new Certificates.Own(
        with(signed(wish, made, subject(), pair.getPrivate())), made.getPrivate());
  }

  private String subject() {
    return certificate().getSubjectX500Principal().getName();
  }

  private List<X509Certificate> with(X509Certificate first) {
    List<X509Certificate> all = new ArrayList<>();
    all.add(first);
    all.addAll(chain);
    return all;
  }

  /** Writes the files of a server, and reads them as it does. */
  public MemberCertificates files(Path folder, Certificates.Own own, boolean required) {
    return files(folder, own, required, Instant::now);
  }

  MemberCertificates files(
      Path folder, Certificates.Own own, boolean required, InstantSource clock) {
    write(folder, own);
    return MemberCertificates.read(
        folder.resolve("own.p12"),
        folder.resolve("password"),
        folder.resolve("ca.pem"),
        required,
        clock);
  }

  /** Writes the files of a server: own.p12, password, ca.pem; each as a whole, as tools do. */
  public void write(Path folder, Certificates.Own own) {
    try {
      Files.createDirectories(folder);
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "server", own.key(), PASSWORD.toCharArray(), own.chain().toArray(new Certificate[0]));
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      store.store(bytes, PASSWORD.toCharArray());
      put(folder.resolve("password"), (PASSWORD + "\n").getBytes(StandardCharsets.UTF_8));
      put(folder.resolve("ca.pem"), pem().getBytes(StandardCharsets.US_ASCII));
      put(folder.resolve("own.p12"), bytes.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static void put(Path file, byte[] bytes) throws IOException {
    Path aside = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(aside);
    Files.write(aside, bytes);
    Files.setPosixFilePermissions(aside, fromString("rw-------"));
    Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING);
  }

  private String pem() throws GeneralSecurityException {
    X509Certificate root = chain.get(chain.size() - 1);
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder().encodeToString(root.getEncoded())
        + "\n-----END CERTIFICATE-----\n";
  }

  private static KeyPair pair(String kind) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
      generator.initialize(kind.equals("EC") ? 256 : 2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static X509Certificate signed(Wish wish, KeyPair pair, String issuer, PrivateKey by) {
    try {
      byte[] algorithm = SelfSigned.der(0x30, oid("1.2.840.10045.4.3.2"));
      byte[] toBeSigned =
          SelfSigned.der(
              0x30,
              SelfSigned.der(0xa0, SelfSigned.der(2, new byte[] {2})),
              SelfSigned.der(2, BigInteger.valueOf(SERIAL.incrementAndGet()).toByteArray()),
              algorithm,
              new X500Principal(issuer).getEncoded(),
              SelfSigned.der(0x30, time(wish.from()), time(wish.until())),
              new X500Principal(wish.name()).getEncoded(),
              pair.getPublic().getEncoded(),
              SelfSigned.der(0xa3, SelfSigned.der(0x30, extensions(wish))));
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(by);
      signature.update(toBeSigned);
      byte[] all =
          SelfSigned.der(
              0x30, toBeSigned, algorithm, SelfSigned.der(3, new byte[1], signature.sign()));
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(all));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] extensions(Wish wish) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] authority = wish.authority() ? SelfSigned.der(1, new byte[] {-1}) : new byte[0];
    all.writeBytes(extension("2.5.29.19", SelfSigned.der(0x30, authority)));
    if (!wish.signs()) {
      // Bit 2, for encrypting keys: RFC 5280, section 4.2.1.3.
      all.writeBytes(extension("2.5.29.15", SelfSigned.der(3, new byte[] {5, 0x20})));
    }
    if (!wish.uses().isEmpty()) {
      all.writeBytes(extension("2.5.29.37", SelfSigned.der(0x30, oid(wish.uses()))));
    }
    return all.toByteArray();
  }

  private static byte[] extension(String oid, byte[] value) {
    return SelfSigned.der(0x30, oid(oid), SelfSigned.der(4, value));
  }

  private static byte[] time(Instant at) {
    return SelfSigned.der(
        0x18,
        DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'")
            .withZone(ZoneOffset.UTC)
            .format(at)
            .getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] oid(String dotted) {
    String[] arcs = dotted.split("\\.", -1);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(40 * Integer.parseInt(arcs[0]) + Integer.parseInt(arcs[1]));
    for (int i = 2; i < arcs.length; i++) {
      int arc = Integer.parseInt(arcs[i]);
      for (int shift = 28; shift > 0; shift -= 7) {
        if (arc >> shift > 0) {
          all.write(0x80 | (arc >> shift & 0x7f));
        }
      }
      all.write(arc & 0x7f);
    }
    return SelfSigned.der(6, all.toByteArray());
  }
}
