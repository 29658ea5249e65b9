package dev.perennial.e2e;

import dev.perennial.testing.cluster.Program;
import dev.perennial.testing.cluster.Server;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A client with one session in the application of Spring Boot, by HTTP or HTTPS. */
final class BootClient {
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final String PASSWORD = "secret";

  private final HttpClient client;
  private final String scheme;
  private String cookie = "";

  private BootClient(HttpClient client, String scheme) {
    this.client = client;
    this.scheme = scheme;
  }

  static BootClient http() {
    return new BootClient(HttpClient.newHttpClient(), "http");
  }

  /** Returns one that trusts the servers to which {@link #serveHttps} gave this key. */
  static BootClient https(Path key) throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(key)) {
      trusted.load(in, PASSWORD.toCharArray());
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(null, trust.getTrustManagers(), null);
    return new BootClient(HttpClient.newBuilder().sslContext(tls).build(), "https");
  }

  /** Makes a key, by the JDK's own tool, and returns the file. */
  static Path newKey(Path folder) throws IOException, InterruptedException {
    Path key = folder.resolve("key.p12");
    String tool = TestSetup.java().resolveSibling("keytool").toString();
    List<String> command =
        List.of(
            (tool
                    + " -genkeypair -alias server -dname CN=localhost -ext san=ip:127.0.0.1"
                    + " -keyalg EC -validity 365 -storetype PKCS12 -storepass "
                    + PASSWORD
                    + " -keystore "
                    + key)
                .split(" ", -1));
    Program made = Program.run(command, Map.of());
    if (made.status() != 0) {
      throw new AssertionError("no key: " + made.output());
    }
    return key;
  }

  /** Has a server speak HTTPS at its one port, as Spring Boot's users do. */
  static void serveHttps(Server server, Path key) {
    server.laterOptions.add("-Dserver.ssl.key-store=" + key);
    server.laterOptions.add("-Dserver.ssl.key-store-password=" + PASSWORD);
  }

  /** Opens its session. */
  void open(int port) throws IOException, InterruptedException {
    HttpResponse<String> answer = send(port, "POST", "/tokens/tokens?open=0");
    cookie = answer.headers().firstValue("Set-Cookie").orElseThrow().split(";", -1)[0];
  }

  /** Appends to the list in its session; returns the answer: the server and the whole list. */
  String append(int port, String token) throws IOException, InterruptedException {
    return send(port, "POST", "/tokens/tokens?millis=0&append=" + token).body();
  }

  /** Returns the body of an answer to a request that names the session; its status must be 200. */
  String get(int port, String path) throws IOException, InterruptedException {
    return send(port, "GET", path).body();
  }

  /** Tells a server to stop, as an operator does by HTTP, and fails unless it says that it will. */
  void shutDown(int port) throws IOException, InterruptedException {
    HttpResponse<String> unused = send(port, "POST", "/actuator/shutdown");
  }

  private HttpResponse<String> send(int port, String method, String path)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(scheme + "://127.0.0.1:" + port + path))
            .timeout(LIMIT)
            .method(method, BodyPublishers.noBody());
    if (!cookie.isEmpty()) {
      request.header("Cookie", cookie);
    }
    HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new AssertionError(path + ": " + answer.statusCode() + " " + answer.body());
    }
    return answer;
  }
}
