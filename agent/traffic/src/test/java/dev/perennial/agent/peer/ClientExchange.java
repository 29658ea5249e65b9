package dev.perennial.agent.peer;

import dev.perennial.agent.container.Arrival;
import dev.perennial.agent.container.Exchange;
import dev.perennial.agent.stream.Requests;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A client's request, and what the client gets. */
final class ClientExchange extends Exchange {
  private final Arrival arrival;
  private final InputStream body;

  volatile int status;
  List<String> answered = List.of();
  long answeredLength;
  boolean closes;
  final ByteArrayOutputStream got = new ByteArrayOutputStream();
  List<String> trailers = List.of();
  volatile boolean complete;
  volatile boolean aborted;
  volatile boolean bodyAsked;

  /** Whether the client takes nothing. */
  volatile boolean gone;

  ClientExchange(String method, long length, InputStream body, String... headers) {
    this.arrival = Requests.of(method, "/", length, headers);
    this.body = body;
  }

  static ClientExchange get() {
    return new ClientExchange("GET", 0, InputStream.nullInputStream());
  }

  static ClientExchange post(byte[] body, String... headers) {
    return new ClientExchange("POST", body.length, new ByteArrayInputStream(body), headers);
  }

  @Override
  public Arrival arrival() {
    return arrival;
  }

  @Override
  public InputStream body() {
    bodyAsked = true;
    return body;
  }

  @Override
  public long bodyLength() {
    return arrival.bodyLength();
  }

  @Override
  public List<String> requestTrailers() {
    return List.of("request", "trailer");
  }

  @Override
  public OutputStream answer(int newStatus, List<String> headers, long length, boolean close) {
    status = newStatus;
    answered = headers;
    answeredLength = length;
    closes = close;
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    return new OutputStream() {
      @Override
      public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int count) throws IOException {
        if (gone) {
          throw new IOException("the client has gone");
        }
        written.write(bytes, offset, count);
      }

      @Override
      public void flush() throws IOException {
        written.writeTo(got);
        written.reset();
      }

      @Override
      public void close() throws IOException {
        flush();
        complete = true;
      }
    };
  }

  @Override
  public OutputStream answer(
      int newStatus,
      List<String> headers,
      long length,
      boolean close,
      Supplier<List<String>> behind) {
    OutputStream out = answer(newStatus, headers, length, close);
    return new OutputStream() {
      @Override
      public void write(int one) throws IOException {
        out.write(one);
      }

      @Override
      public void close() throws IOException {
        trailers = behind.get();
        out.close();
      }
    };
  }

  /** As with a real one, nothing can be read from a client that was cut off. */
  @Override
  public void abort() {
    aborted = true;
    try {
      body.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
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
  public @Nullable String currentSessionId() {
    return null;
  }

  @Override
  public void replay(byte[] replayed) {}
}
