package dev.perennial.e2e;

import dev.perennial.testing.cluster.FreePorts;
import dev.perennial.testing.cluster.Program;
import dev.perennial.testing.cluster.Server;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.awaitility.Awaitility;

/**
 * A server of the distribution with more connectors than its first: NIO2, HTTPS with HTTP/2, AJP, a
 * Unix domain socket, and two at port 0. Made before the server is started.
 */
final class ManyConnectors {
  private static final String PASSWORD = "changeit";
  private static final Pattern CHOSEN =
      Pattern.compile("Starting ProtocolHandler \\[\"http-nio-127\\.0\\.0\\.1-auto-\\d+-(\\d+)\"");

  final int nio2 = FreePorts.next();
  final int tls = FreePorts.next();
  final int ajp = FreePorts.next();
  final Path unix;
  private final Server server;
  private final Path keyStore;

  ManyConnectors(Server server) throws IOException, InterruptedException {
    this.server = server;
    // A path is at most 107 bytes long.
    unix = Path.of(System.getProperty("java.io.tmpdir"), "perennial-" + server.httpPort + ".sock");
    keyStore = server.base.resolve("server.p12");
    Path keytool = TestSetup.java().resolveSibling("keytool");
    Program made =
        Program.run(
            List.of(
                keytool.toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "SAN=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                keyStore.toString(),
                "-storepass",
                PASSWORD),
            Map.of());
    if (made.status() != 0) {
      throw new IOException(made.output());
    }
    Path file = server.base.resolve("conf/server.xml");
    String text = Files.readString(file);
    Files.writeString(file, text.replace("<Engine ", connectors() + "<Engine "));
  }

  private String connectors() {
    String http = "org.apache.coyote.http11.Http11";
    return """
        <Connector port="%d" address="127.0.0.1" protocol="%sNio2Protocol"/>
        <Connector port="%d" address="127.0.0.1" protocol="%sNioProtocol" SSLEnabled="true"
            scheme="https" secure="true">
          <UpgradeProtocol className="org.apache.coyote.http2.Http2Protocol"/>
          <SSLHostConfig>
            <Certificate certificateKeystoreFile="%s" certificateKeystorePassword="%s"/>
          </SSLHostConfig>
        </Connector>
        <Connector port="%d" address="127.0.0.1" protocol="AJP/1.3" secretRequired="false"/>
        <Connector port="0" protocol="%sNioProtocol" unixDomainSocketPath="%s"/>
        <Connector port="0" address="127.0.0.1" protocol="HTTP/1.1"/>
        <Connector port="0" address="127.0.0.1" protocol="HTTP/1.1"/>
        """
        .formatted(nio2, http, tls, http, keyStore, PASSWORD, ajp, http, unix);
  }

  /** Returns the ports that the kernel has chosen in a life, the first one being life 1. */
  List<Integer> chosen(int life) {
    return Awaitility.await("ports in " + server.log())
        .until(() -> chosenSoFar(), found -> found.size() >= 2 * life)
        .subList(2 * life - 2, 2 * life);
  }

  private List<Integer> chosenSoFar() throws IOException {
    Matcher matcher = CHOSEN.matcher(Files.readString(server.log()));
    return matcher.results().map(found -> Integer.valueOf(found.group(1))).toList();
  }

  /** Returns a client's TLS that trusts it. */
  SSLContext trusting() throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    try (InputStream in = Files.newInputStream(keyStore)) {
      KeyStore own = KeyStore.getInstance("PKCS12");
      own.load(in, PASSWORD.toCharArray());
      trusted.setCertificateEntry("server", own.getCertificate("server"));
    }
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
