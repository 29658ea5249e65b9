package dev.perennial.agent.tomcat;

import dev.perennial.agent.container.Arrival.Tls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import org.apache.tomcat.util.net.SSLSessionManager;
import org.apache.tomcat.util.net.SSLSupport;
import org.jspecify.annotations.Nullable;

/** A TLS connection that ends at another server. */
final class DeliveredTls implements SSLSupport, SSLSessionManager {
  private final Tls tls;

  DeliveredTls(Tls tls) {
    this.tls = tls;
  }

  private static @Nullable String nullIfEmpty(String text) {
    return text.isEmpty() ? null : text;
  }

  @Override
  public @Nullable String getCipherSuite() {
    return nullIfEmpty(tls.cipher());
  }

  @Override
  public X509Certificate @Nullable [] getPeerCertificateChain() throws IOException {
    List<byte[]> encoded = tls.certificates();
    if (encoded.isEmpty()) {
      return null;
    }
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      X509Certificate[] chain = new X509Certificate[encoded.size()];
      for (int i = 0; i < chain.length; i++) {
        chain[i] =
            (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(encoded.get(i)));
      }
      return chain;
    } catch (CertificateException e) {
      throw new IOException("a client's certificate cannot be read", e);
    }
  }

  @Override
  public @Nullable Integer getKeySize() {
    return tls.keyBits() == 0 ? null : tls.keyBits();
  }

  @Override
  public @Nullable String getSessionId() {
    return nullIfEmpty(tls.session());
  }

  @Override
  public @Nullable String getProtocol() {
    return nullIfEmpty(tls.protocol());
  }

  @Override
  public @Nullable String getRequestedProtocols() {
    return nullIfEmpty(tls.offeredProtocols());
  }

  @Override
  public @Nullable String getRequestedCiphers() {
    return nullIfEmpty(tls.offeredCiphers());
  }

  /** The session is the other server's; nothing here would end it. */
  @Override
  public void invalidateSession() {
    throw new UnsupportedOperationException("the TLS session is another server's");
  }
}
