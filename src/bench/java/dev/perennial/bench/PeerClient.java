package dev.perennial.bench;

import dev.perennial.testing.http.HttpAnswer;
import dev.perennial.testing.http.HttpConnection;
import dev.perennial.testing.http.HttpRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.stream.DoubleStream;

/** A client of one session, which it asks for at any server. For one thread. */
final class PeerClient {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final HttpRequest request;
  private final String id;

  private PeerClient(HttpRequest request, String id) {
    this.request = request;
    this.id = id;
  }

  /** Opens a session at the server that is to have it. */
  static PeerClient open(int port, String path) throws IOException {
    HttpAnswer answer = exchange(port, HttpRequest.get(path), DoubleStream.builder());
    String id = answer.cookie("JSESSIONID").orElseThrow();
    HttpRequest request = HttpRequest.get(path, "Cookie: JSESSIONID=" + id, "Connection: close");
    return new PeerClient(request, id);
  }

  /** Returns how long each request took until its answer was there, in milliseconds. */
  double[] ask(int port, long endNanos) throws IOException {
    DoubleStream.Builder times = DoubleStream.builder();
    while (System.nanoTime() - endNanos < 0) {
      HttpAnswer answer = exchange(port, request, times);
      if (answer.status() != 200 || !answer.body().contains(id)) {
        throw new IOException(answer.status() + " instead of session " + id + ": " + answer.body());
      }
    }
    return times.build().toArray();
  }

  private static HttpAnswer exchange(int port, HttpRequest request, DoubleStream.Builder times)
      throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    try (HttpConnection connection = HttpConnection.open(address, LIMIT)) {
      long began = System.nanoTime();
      HttpAnswer answer = connection.exchange(request);
      times.add((System.nanoTime() - began) / 1e6);
      return answer;
    }
  }
}
