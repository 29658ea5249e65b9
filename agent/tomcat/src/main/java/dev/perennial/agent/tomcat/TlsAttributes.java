package dev.perennial.agent.tomcat;

import dev.perennial.agent.container.Arrival.Tls;
import dev.perennial.agent.log.Suppressed;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.coyote.ActionCode;
import org.apache.coyote.Request;
import org.apache.tomcat.util.net.SSLSupport;
import org.jspecify.annotations.Nullable;

/** Reads what a request's attributes tell of its TLS connection, wherever Tomcat has it from. */
final class TlsAttributes {
  private static final String CIPHER = key("CIPHER_SUITE_KEY");
  private static final String KEY_SIZE = key("KEY_SIZE_KEY");
  private static final String CERTIFICATES = key("CERTIFICATE_KEY");
  private static final String SESSION = key("SESSION_ID_KEY");
  private static final String PROTOCOL = key("PROTOCOL_VERSION_KEY");
  private static final String OFFERED_PROTOCOLS = key("REQUESTED_PROTOCOL_VERSIONS_KEY");
  private static final String OFFERED_CIPHERS = key("REQUESTED_CIPHERS_KEY");

  static final String MANAGER = key("SESSION_MGR");

  /** All that Tomcat sets itself once it is asked. */
  private static final Set<String> OWN =
      Set.copyOf(
          List.of(
              CIPHER,
              KEY_SIZE,
              CERTIFICATES,
              SESSION,
              PROTOCOL,
              OFFERED_PROTOCOLS,
              OFFERED_CIPHERS,
              MANAGER,
              key("SECURE_PROTOCOL_KEY")));

  private TlsAttributes() {}

  private static String key(String name) {
    return Reflected.constant(SSLSupport.class, name);
  }

  /** Returns whether an attribute is one of those that {@link #read} reads. */
  static boolean isOne(String attribute) {
    return OWN.contains(attribute);
  }

  /** Returns what is known, null where nothing is. Asks the client for nothing. */
  static @Nullable Tls read(Request request) {
    request.action(ActionCode.REQ_SSL_ATTRIBUTE, request);
    String cipher = text(request, CIPHER);
    String session = text(request, SESSION);
    String protocol = text(request, PROTOCOL);
    List<byte[]> certificates = certificates(request);
    int keyBits = request.getAttribute(KEY_SIZE) instanceof Integer bits ? bits : 0;
    if (cipher.isEmpty() && session.isEmpty() && protocol.isEmpty() && certificates.isEmpty()) {
      return null;
    }
    return new Tls(
        protocol,
        cipher,
        keyBits,
        session,
        text(request, OFFERED_PROTOCOLS),
        text(request, OFFERED_CIPHERS),
        certificates);
  }

  private static String text(Request request, String key) {
    return request.getAttribute(key) instanceof String text ? text : "";
  }

  private static List<byte[]> certificates(Request request) {
    List<byte[]> certificates = new ArrayList<>();
    if (request.getAttribute(CERTIFICATES) instanceof X509Certificate[] chain) {
      for (X509Certificate certificate : chain) {
        try {
          certificates.add(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
          // As Tomcat has read it from its encoded form, this does not happen.
          Suppressed.count(e, "a client's certificate");
          return List.of();
        }
      }
    }
    return certificates;
  }
}
