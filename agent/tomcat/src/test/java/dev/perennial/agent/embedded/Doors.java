package dev.perennial.agent.embedded;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.http2.Http2Protocol;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;

/** Makes connectors of all kinds. */
final class Doors {
  private Doors() {}

  /**
   * Returns connectors that listen at free ports of loopback.
   *
   * @param settings "doors": of which kinds, parted by commas; "keys": a folder; "socket": where a
   *     Unix socket is
   */
  static List<Connector> connectors(Map<String, String> settings) {
    return Stream.of(settings.getOrDefault("doors", "http").split(",", -1))
        .map(kind -> connector(kind, settings))
        .toList();
  }

  private static Connector connector(String kind, Map<String, String> settings) {
    Connector connector =
        new Connector(
            switch (kind) {
              case "ajp" -> "AJP/1.3";
              case "nio2" -> "org.apache.coyote.http11.Http11Nio2Protocol";
              default -> "org.apache.coyote.http11.Http11NioProtocol";
            });
    connector.setPort(0);
    connector.setProperty("address", "127.0.0.1");
    connector.setProperty("connectionTimeout", "5000");
    connector.setProperty("keepAliveTimeout", "20000");
    switch (kind) {
      case "ajp" -> ajp(connector);
      case "https" -> tls(connector, settings.get("keys"));
      case "h2" -> {
        tls(connector, settings.get("keys"));
        http2(connector);
      }
      case "h2c" -> http2(connector);
      case "proxy" -> {
        connector.setScheme("https");
        connector.setSecure(true);
        connector.setProxyName("www.shop.example");
        connector.setProxyPort(8443);
      }
      case "unix" -> connector.setProperty("unixDomainSocketPath", settings.get("socket"));
      default -> connector.setProperty("compression", "on");
    }
    return connector;
  }

  private static void http2(Connector connector) {
    connector.addUpgradeProtocol(new Http2Protocol());
    connector.setProperty("compression", "on");
  }

  private static void ajp(Connector connector) {
    connector.setProperty("secretRequired", "false");
    connector.setProperty("tomcatAuthentication", "false");
    connector.setProperty("allowedRequestAttributesPattern", "own\\..*");
  }

  private static void tls(Connector connector, String keys) {
    connector.setScheme("https");
    connector.setSecure(true);
    connector.setProperty("SSLEnabled", "true");
    SSLHostConfig host = new SSLHostConfig();
    host.setCertificateVerification("optional");
    host.setTruststoreFile(keys + "/trusted.p12");
    host.setTruststorePassword("secret");
    SSLHostConfigCertificate certificate =
        new SSLHostConfigCertificate(host, SSLHostConfigCertificate.Type.UNDEFINED);
    certificate.setCertificateKeystoreFile(keys + "/server.p12");
    certificate.setCertificateKeystorePassword("secret");
    host.addCertificate(certificate);
    connector.addSslHostConfig(host);
  }
}
