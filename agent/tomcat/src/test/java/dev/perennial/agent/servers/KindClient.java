package dev.perennial.agent.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLContext;

/** A client of one kind of connector, which keeps its connection for as long as it may. */
interface KindClient extends AutoCloseable {
  /** Sends a request and returns the answer's status; waits for it 20 s at most. */
  int get(String path, String query) throws IOException;

  @Override
  void close() throws IOException;

  static KindClient of(ConnectorKind kind, ManyConnectors server, SSLContext tls)
      throws IOException {
    if (kind.isAjp()) {
      return new OfAjp(server.port(kind));
    }
    if (kind.isHttp2()) {
      return new OfHttp2(
          (kind.isTls() ? "https" : "http") + "://127.0.0.1:" + server.port(kind), tls);
    }
    return new OfHttp(() -> raw(kind, server, tls));
  }

  private static RawClient raw(ConnectorKind kind, ManyConnectors server, SSLContext tls)
      throws IOException {
    if (kind == ConnectorKind.UNIX) {
      return unix(server.unixPath());
    }
    return kind.isTls()
        ? new RawClient(
            tls.getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), server.port(kind)))
        : new RawClient(server.port(kind));
  }

  static RawClient unix(Path path) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    channel.connect(UnixDomainSocketAddress.of(path));
    return new RawClient(channel);
  }

  /** Connects. */
  @FunctionalInterface
  interface Connecting {
    RawClient connect() throws IOException;
  }

  /** HTTP/1.1, over whatever. */
  final class OfHttp implements KindClient {
    private final Connecting connecting;
    private RawClient client;

    OfHttp(Connecting connecting) {
      this.connecting = connecting;
    }

    @Override
    public int get(String path, String query) throws IOException {
      if (client == null) {
        client = connecting.connect();
      }
      RawClient.Answer answer = client.send("GET", path + "?" + query);
      if ("close".equals(answer.header("Connection"))) {
        close();
      }
      return Integer.parseInt(answer.status().substring(9, 12));
    }

    @Override
    public void close() throws IOException {
      if (client != null) {
        client.close();
        client = null;
      }
    }
  }

  /** AJP, as a web server that does as it is told. */
  final class OfAjp implements KindClient {
    private final int port;
    private AjpClient client;

    OfAjp(int port) {
      this.port = port;
    }

    @Override
    public int get(String path, String query) throws IOException {
      if (client == null) {
        client = new AjpClient(port);
      }
      AjpClient.Answer answer = client.get(path, query);
      if (!answer.reuse()) {
        close();
      }
      return answer.status();
    }

    @Override
    public void close() throws IOException {
      if (client != null) {
        client.close();
        client = null;
      }
    }
  }

  /** HTTP/2, the JDK's. */
  final class OfHttp2 implements KindClient {
    private final HttpClient client;
    private final String url;

    OfHttp2(String url, SSLContext tls) {
      this.url = url;
      client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).sslContext(tls).build();
    }

    @Override
    public int get(String path, String query) throws IOException {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url + path + "?" + query))
              .timeout(Duration.ofSeconds(20))
              .build();
      try {
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.version() != HttpClient.Version.HTTP_2) {
          throw new IOException("answered in " + answer.version());
        }
        return answer.statusCode();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(e);
      }
    }

    @Override
    public void close() {
      // It goes with its threads when nothing refers to it any more.
    }
  }
}
