package dev.perennial.agent.stream;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes chunks apart into frames. What a peer claims allocates nothing: parts grow by what has
 * come. Confined to one thread.
 */
final class FrameReader {
  private final int maxPayload;
  private final Taker taker;

  /** Streams to be signalled once the chunk is read: one waking finds all that came for it. */
  private final List<Stream> touched = new ArrayList<>();

  private @Nullable ByteArrayOutputStream parts;
  private long partsId;

  /** Takes frames. */
  interface Taker {
    /** Returns the stream that has to be signalled, if there is one. */
    @Nullable Stream take(FrameType type, long id, ByteBuffer payload) throws IOException;
  }

  FrameReader(int maxPayload, Taker taker) {
    this.maxPayload = maxPayload;
    this.taker = taker;
  }

  void read(ByteBuffer chunk) throws IOException {
    try {
      while (chunk.hasRemaining()) {
        if (chunk.remaining() < FrameType.HEADER_BYTES) {
          throw new IOException("a chunk ends within a frame's header");
        }
        byte code = chunk.get();
        long id = chunk.getLong();
        int length = chunk.getInt();
        if (length < 0 || length > chunk.remaining()) {
          throw new IOException(
              "a frame claims " + length + " bytes, " + chunk.remaining() + " are there");
        }
        int end = chunk.position() + length;
        int limit = chunk.limit();
        chunk.limit(end);
        frame(FrameType.of(code), id, chunk);
        chunk.limit(limit).position(end);
      }
    } finally {
      touched.forEach(Stream::signal);
      touched.clear();
    }
  }

  private void frame(@Nullable FrameType type, long id, ByteBuffer payload) throws IOException {
    ByteArrayOutputStream before = parts;
    if (before != null && id != partsId) {
      throw new IOException("the parts of two frames are mixed up");
    }
    if (type == FrameType.PART) {
      if (before == null) {
        before = new ByteArrayOutputStream(2 * FrameType.MAX_PAYLOAD);
        parts = before;
        partsId = id;
      }
      add(before, payload);
      return;
    }
    ByteBuffer whole = payload;
    if (before != null) {
      add(before, payload);
      parts = null;
      whole = ByteBuffer.wrap(before.toByteArray());
    }
    Stream stream = type == null ? null : taker.take(type, id, whole);
    if (stream != null && (touched.isEmpty() || touched.get(touched.size() - 1) != stream)) {
      touched.add(stream);
    }
  }

  private void add(ByteArrayOutputStream before, ByteBuffer payload) throws IOException {
    if (before.size() + payload.remaining() > maxPayload) {
      throw new IOException("a head is longer than " + maxPayload + " bytes");
    }
    before.write(payload.array(), payload.arrayOffset() + payload.position(), payload.remaining());
  }
}
