package dev.perennial.coordinator.secret;

import dev.perennial.coordinator.handshake.CertificateRefusal;
import dev.perennial.coordinator.handshake.Certificates;
import dev.perennial.coordinator.handshake.HandshakeRules;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * A key with its certificate: of this process's own, signed by itself, or of an authority. Nobody
 * trusts it for what it says alone: each end expects exactly the certificate whose digest the other
 * one has proven to stand for; and, where certificates are asked for, looks at it besides.
 * Immutable.
 */
final class Identity {
  private static final String ALIAS = "perennial";
  private static final String PROTOCOL = "TLSv1.3";

  private final PrivateKey key;
  private final List<X509Certificate> chain;

  private Identity(PrivateKey key, List<X509Certificate> chain) {
    this.key = key;
    this.chain = List.copyOf(chain);
  }

  static Identity of(Certificates.Own own) {
    return new Identity(own.key(), own.chain());
  }

  static Identity make() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      return new Identity(pair.getPrivate(), List.of(SelfSigned.certificate(pair)));
    } catch (GeneralSecurityException e) {
      throw new SecretException("this JVM cannot make a key for TLS: " + e, e);
    }
  }

  /** Returns the SHA-256 digest of the certificate. */
  byte[] digest() {
    try {
      return digest(chain.get(0));
    } catch (GeneralSecurityException e) {
      throw new SecretException("this JVM cannot make a digest of a certificate: " + e, e);
    }
  }

  private static byte[] digest(X509Certificate certificate) throws GeneralSecurityException {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
    if (digest.length != HandshakeRules.DIGEST_BYTES) {
      throw new GeneralSecurityException("SHA-256 of " + digest.length + " bytes");
    }
    return digest;
  }

  /**
   * Returns an engine that has shown nothing yet.
   *
   * @param peer digest of the only certificate that the other end may show
   * @param asked what else is asked of that certificate
   */
  SSLEngine engine(boolean client, byte[] peer, Certificates asked) {
    try {
      SSLContext context = SSLContext.getInstance(PROTOCOL);
      context.init(
          new KeyManager[] {new Shown()},
          new TrustManager[] {new Expected(peer.clone(), asked)},
          null);
      SSLEngine engine = context.createSSLEngine();
      engine.setUseClientMode(client);
      engine.setEnabledProtocols(new String[] {PROTOCOL});
      if (!client) {
        engine.setNeedClientAuth(true);
      }
      return engine;
    } catch (GeneralSecurityException e) {
      throw new SecretException("this JVM has no TLS 1.3: " + e, e);
    }
  }

  /** Shows the one certificate that there is. */
  private final class Shown extends X509ExtendedKeyManager {
    @Override
    public String[] getClientAliases(String type, Principal @Nullable [] issuers) {
      return new String[] {ALIAS};
    }

    @Override
    public String chooseClientAlias(
        String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
      return ALIAS;
    }

    @Override
    public String[] getServerAliases(String type, Principal @Nullable [] issuers) {
      return new String[] {ALIAS};
    }

    @Override
    public String chooseServerAlias(
        String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
      return ALIAS;
    }

    @Override
    public String chooseEngineClientAlias(
        String[] types, Principal @Nullable [] issuers, SSLEngine engine) {
      return ALIAS;
    }

    @Override
    public String chooseEngineServerAlias(
        String type, Principal @Nullable [] issuers, SSLEngine engine) {
      return ALIAS;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return chain.toArray(new X509Certificate[0]);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return key;
    }
  }

  /** Trusts one certificate, by its digest, and no other. */
  private static final class Expected extends X509ExtendedTrustManager {
    private final byte[] digest;
    private final Certificates asked;

    Expected(byte[] digest, Certificates asked) {
      this.digest = digest;
      this.asked = asked;
    }

    private void check(X509Certificate[] chain) throws CertificateException {
      try {
        if (chain.length > 0 && MessageDigest.isEqual(digest, digest(chain[0]))) {
          asked.check(List.of(chain));
          return;
        }
      } catch (CertificateRefusal e) {
        throw e;
      } catch (GeneralSecurityException e) {
        throw new CertificateException(e);
      }
      throw new CertificateException("not the certificate that was proven");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      check(chain);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
