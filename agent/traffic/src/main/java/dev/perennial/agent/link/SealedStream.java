package dev.perennial.agent.link;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * Messages in {@link SealedChunks}:
 *
 * <pre>
 * type (1)  last (1)  id (8)  payload
 * </pre>
 *
 * Many threads may write, one may read. What a peer claims allocates nothing: a message grows by
 * what has come.
 */
final class SealedStream {
  private static final int HEADER = 10;
  private static final int CHUNK = SealedChunks.MAX_BYTES - HEADER;
  private static final Frame.Type[] TYPES = Frame.Type.values();

  private final SealedChunks chunks;
  private final int maxMessageBytes;

  /** Guarded by "this", as is writing. */
  private byte[] plainOut = new byte[0];

  SealedStream(
      InputStream in,
      OutputStream out,
      SecretKey sendKey,
      SecretKey receiveKey,
      int maxMessageBytes) {
    this.chunks = new SealedChunks(in, out, sendKey, receiveKey);
    this.maxMessageBytes = maxMessageBytes;
  }

  synchronized void write(Frame frame) throws IOException {
    byte[] payload = frame.payload();
    int offset = 0;
    do {
      int length = Math.min(CHUNK, payload.length - offset);
      boolean last = offset + length == payload.length;
      plainOut = SealedChunks.room(plainOut, HEADER + length);
      ByteBuffer.wrap(plainOut)
          .put(frame.type().code)
          .put((byte) (last ? 1 : 0))
          .putLong(frame.id())
          .put(payload, offset, length);
      chunks.write(plainOut, 0, HEADER + length);
      offset += length;
    } while (offset < payload.length);
  }

  /** Returns the next message, or null if the peer has hung up between two. */
  @Nullable Frame read() throws IOException {
    ByteArrayOutputStream collected = null;
    long firstId = 0;
    while (true) {
      ByteBuffer chunk = chunks.read();
      if (chunk == null) {
        if (collected == null) {
          return null;
        }
        throw new EOFException("the peer has hung up in the middle of a message");
      }
      if (chunk.remaining() < HEADER) {
        throw new IOException("a chunk has " + chunk.remaining() + " bytes, which is too short");
      }
      Frame.Type type = type(chunk.get());
      boolean last = chunk.get() != 0;
      long id = chunk.getLong();
      if (last && collected == null) {
        byte[] payload = new byte[chunk.remaining()];
        chunk.get(payload);
        return new Frame(type, id, payload);
      }
      if (collected == null) {
        collected = new ByteArrayOutputStream(2 * chunk.remaining());
        firstId = id;
      }
      if (id != firstId || collected.size() + chunk.remaining() > maxMessageBytes) {
        throw new IOException(
            "a message is longer than " + maxMessageBytes + " bytes, or two are mixed up");
      }
      collected.write(chunk.array(), chunk.arrayOffset() + chunk.position(), chunk.remaining());
      if (last) {
        return new Frame(type, id, collected.toByteArray());
      }
    }
  }

  private static Frame.Type type(byte code) throws IOException {
    for (Frame.Type type : TYPES) {
      if (type.code == code) {
        return type;
      }
    }
    throw new IOException("no message has type " + code);
  }
}
