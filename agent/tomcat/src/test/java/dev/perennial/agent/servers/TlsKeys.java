package dev.perennial.agent.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A server's key and a client's, each trusted by the other; made by the JDK's own tool. */
final class TlsKeys {
  private static final String PASSWORD = "secret";

  private final Path folder;

  TlsKeys(Path folder) throws IOException, InterruptedException, GeneralSecurityException {
    this.folder = Files.createDirectories(folder);
    make("server", "CN=localhost", "-ext", "san=dns:localhost,ip:127.0.0.1");
    make("client", "CN=alice, O=Shop");
    try (OutputStream out = Files.newOutputStream(folder.resolve("trusted.p12"))) {
      trusting("client").store(out, PASSWORD.toCharArray());
    }
  }

  private void make(String name, String subject, String... more)
      throws IOException, InterruptedException {
    Path tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    List<String> command =
        new ArrayList<>(
            List.of(
                tool.toString(),
                "-genkeypair",
                "-alias",
                name,
                "-dname",
                subject,
                "-keyalg",
                "RSA",
                "-keysize",
                "2048",
                "-validity",
                "365",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                folder.resolve(name + ".p12").toString()));
    command.addAll(List.of(more));
    Process process = new ProcessBuilder(command).inheritIO().start();
    if (process.waitFor() != 0) {
      throw new IOException("keytool failed");
    }
  }

  String folder() {
    return folder.toString();
  }

  /** Returns the client's side of a connection. */
  SSLContext client() throws IOException, GeneralSecurityException {
    KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
    own.init(load("client"), PASSWORD.toCharArray());
    TrustManagerFactory trusted = TrustManagerFactory.getInstance("PKIX");
    trusted.init(trusting("server"));
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
    return context;
  }

  /** Returns the client's certificate, in DER. */
  byte[] certificate() throws IOException, GeneralSecurityException {
    return load("client").getCertificate("client").getEncoded();
  }

  private KeyStore trusting(String name) throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry(name, load(name).getCertificate(name));
    return trusted;
  }

  private KeyStore load(String name) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(folder.resolve(name + ".p12"))) {
      store.load(in, PASSWORD.toCharArray());
    }
    return store;
  }
}
