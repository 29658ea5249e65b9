package dev.perennial.agent.relay;

import java.io.EOFException;
import java.io.IOException;

/** The bytes of an answer's body, out of the form that it has on its connection. */
abstract sealed class AnswerContent {
  final HttpInput in;

  AnswerContent(HttpInput in) {
    this.in = in;
  }

  static AnswerContent of(AnswerHead head, String method, HttpInput in) throws IOException {
    if (!head.hasBody(method)) {
      return new OfLength(in, 0);
    }
    if (head.isChunked()) {
      return new Chunked(in);
    }
    return head.length() >= 0 ? new OfLength(in, head.length()) : new UntilEnd(in);
  }

  /** Reads what is there, waiting for at least one byte; -1 when the body is complete. */
  abstract int read(byte[] bytes) throws IOException;

  private static final class OfLength extends AnswerContent {
    private long left;

    OfLength(HttpInput in, long length) {
      super(in);
      left = length;
    }

    @Override
    int read(byte[] bytes) throws IOException {
      if (left == 0) {
        return -1;
      }
      int count = in.read(bytes, (int) Math.min(bytes.length, left));
      if (count < 0) {
        throw new EOFException("an answer ended " + left + " bytes short");
      }
      left -= count;
      return count;
    }
  }

  private static final class UntilEnd extends AnswerContent {
    UntilEnd(HttpInput in) {
      super(in);
    }

    @Override
    int read(byte[] bytes) throws IOException {
      return in.read(bytes, bytes.length);
    }
  }

  private static final class Chunked extends AnswerContent {
    /** Of the current chunk; -1 when the last one has been read. */
    private long left;

    Chunked(HttpInput in) {
      super(in);
    }

    @Override
    int read(byte[] bytes) throws IOException {
      if (left == 0) {
        left = size(in.readLine());
        if (left == 0) {
          dropTrailers();
          left = -1;
        }
      }
      if (left < 0) {
        return -1;
      }
      int count = in.read(bytes, (int) Math.min(bytes.length, left));
      if (count < 0) {
        throw new EOFException("an answer ended within a chunk");
      }
      left -= count;
      if (left == 0 && !in.readLine().isEmpty()) {
        // Read at once, so that "nothing more is here" means so, and what has come is flushed.
        throw new IOException("a chunk is longer than it says");
      }
      return count;
    }

    private static long size(String line) throws IOException {
      int end = line.indexOf(';');
      try {
        long size = Long.parseLong((end < 0 ? line : line.substring(0, end)).strip(), 16);
        if (size >= 0) {
          return size;
        }
      } catch (NumberFormatException e) {
        throw new IOException("a chunk without a size", e);
      }
      throw new IOException("a chunk of negative size");
    }

    private void dropTrailers() throws IOException {
      while (!in.readLine().isEmpty()) {
        // No use is known of them at the client of an application server.
      }
    }
  }
}
