package dev.perennial.agent.relay;

import dev.perennial.agent.container.Exchange;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/** A request of the given line and headers. */
final class RecordedExchange extends Exchange {
  private final String line;
  private final long bodyLength;
  private final List<String> headers;

  RecordedExchange(String line, long bodyLength, String... headers) {
    this.line = line;
    this.bodyLength = bodyLength;
    this.headers = List.of(headers);
  }

  @Override
  public long sessionHash() {
    return 0;
  }

  @Override
  public long[] sessionHashes() {
    return new long[0];
  }

  @Override
  public List<String> sessionIds() {
    return List.of();
  }

  @Override
  public String currentSessionId() {
    return null;
  }

  @Override
  public String header(String name) {
    for (int i = 0; i < headers.size(); i += 2) {
      if (headers.get(i).equalsIgnoreCase(name)) {
        return headers.get(i + 1);
      }
    }
    return null;
  }

  @Override
  public String requestLine() {
    return line;
  }

  @Override
  public List<String> headers() {
    return headers;
  }

  @Override
  public void replay(byte[] body) {}

  @Override
  public InputStream body() {
    return InputStream.nullInputStream();
  }

  @Override
  public long bodyLength() {
    return bodyLength;
  }

  @Override
  public Client client() {
    return new Client("10.0.0.1", 4711, "http", 80);
  }

  @Override
  public OutputStream answer(int status, List<String> newHeaders, long length, boolean close) {
    return OutputStream.nullOutputStream();
  }

  @Override
  public void abort() {}
}
