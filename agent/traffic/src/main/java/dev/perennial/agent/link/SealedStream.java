package dev.perennial.agent.link;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * Messages over a socket's streams, in chunks sealed by AES-GCM:
 *
 * <pre>
 * length (4 bytes)  sealed { type (1)  last (1)  id (8)  payload }  tag (16)
 * </pre>
 *
 * Each direction has its own key, and its nonce counts chunks: one that is lost, doubled, moved or
 * changed does not open. Many threads may write, one may read. What a peer claims allocates
 * nothing: a message grows by what has come.
 */
final class SealedStream {
  private static final int HEADER = 10;
  private static final int TAG_BYTES = 16;
  private static final int CHUNK = 128 << 10;
  private static final int MAX_SEALED = HEADER + CHUNK + TAG_BYTES;
  private static final Frame.Type[] TYPES = Frame.Type.values();

  private final DataInputStream in;
  private final OutputStream out;
  private final int maxMessageBytes;
  private final SecretKey sendKey;
  private final SecretKey receiveKey;
  private final Cipher sealer;
  private final Cipher opener;
  private final byte[] plainOut = new byte[HEADER + CHUNK];
  private final byte[] sealedOut = new byte[Integer.BYTES + MAX_SEALED];
  private final byte[] sealedIn = new byte[MAX_SEALED];
  private final byte[] plainIn = new byte[MAX_SEALED];

  /** Guarded by "this". */
  private long sent;

  private long received;

  SealedStream(
      InputStream in,
      OutputStream out,
      SecretKey sendKey,
      SecretKey receiveKey,
      int maxMessageBytes) {
    this.in = new DataInputStream(in);
    this.out = out;
    this.sendKey = sendKey;
    this.receiveKey = receiveKey;
    this.maxMessageBytes = maxMessageBytes;
    try {
      this.sealer = Cipher.getInstance("AES/GCM/NoPadding");
      this.opener = Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-GCM", e);
    }
  }

  synchronized void write(Frame frame) throws IOException {
    byte[] payload = frame.payload();
    int offset = 0;
    do {
      int length = Math.min(CHUNK, payload.length - offset);
      boolean last = offset + length == payload.length;
      ByteBuffer.wrap(plainOut)
          .put(frame.type().code)
          .put((byte) (last ? 1 : 0))
          .putLong(frame.id())
          .put(payload, offset, length);
      out.write(sealedOut, 0, seal(HEADER + length));
      offset += length;
    } while (offset < payload.length);
  }

  private int seal(int length) throws IOException {
    try {
      sealer.init(Cipher.ENCRYPT_MODE, sendKey, nonce(sent++));
      int sealed = sealer.doFinal(plainOut, 0, length, sealedOut, Integer.BYTES);
      ByteBuffer.wrap(sealedOut).putInt(sealed);
      return Integer.BYTES + sealed;
    } catch (GeneralSecurityException e) {
      throw new IOException("a message could not be sealed", e);
    }
  }

  /** Returns the next message, or null if the peer has hung up between two. */
  @Nullable Frame read() throws IOException {
    ByteArrayOutputStream collected = null;
    long firstId = 0;
    while (true) {
      int length;
      try {
        length = in.readInt();
      } catch (EOFException e) {
        if (collected == null) {
          return null;
        }
        throw e;
      }
      ByteBuffer chunk = open(length);
      Frame.Type type = type(chunk.get());
      boolean last = chunk.get() != 0;
      long id = chunk.getLong();
      if (last && collected == null) {
        byte[] payload = new byte[chunk.remaining()];
        chunk.get(payload);
        return new Frame(type, id, payload);
      }
      if (collected == null) {
        collected = new ByteArrayOutputStream(2 * CHUNK);
        firstId = id;
      }
      if (id != firstId || collected.size() + chunk.remaining() > maxMessageBytes) {
        throw new IOException(
            "a message is longer than " + maxMessageBytes + " bytes, or two are mixed up");
      }
      collected.write(plainIn, chunk.position(), chunk.remaining());
      if (last) {
        return new Frame(type, id, collected.toByteArray());
      }
    }
  }

  private ByteBuffer open(int length) throws IOException {
    if (length < HEADER + TAG_BYTES || length > MAX_SEALED) {
      throw new IOException(
          "a chunk claims " + length + " bytes; at most " + MAX_SEALED + " are allowed");
    }
    in.readFully(sealedIn, 0, length);
    try {
      opener.init(Cipher.DECRYPT_MODE, receiveKey, nonce(received++));
      return ByteBuffer.wrap(plainIn, 0, opener.doFinal(sealedIn, 0, length, plainIn, 0));
    } catch (GeneralSecurityException e) {
      throw new IOException("a chunk was changed on its way, or comes out of turn", e);
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

  private static GCMParameterSpec nonce(long count) {
    return new GCMParameterSpec(
        8 * TAG_BYTES, ByteBuffer.allocate(12).putInt(0).putLong(count).array());
  }
}
