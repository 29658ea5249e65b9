package dev.perennial.agent.link;

import java.io.BufferedInputStream;
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
 * Chunks of bytes over a socket's streams, sealed by AES-GCM:
 *
 * <pre>
 * length (4 bytes)  sealed { bytes }  tag (16)
 * </pre>
 *
 * Each direction has its own key, and its nonce counts chunks: one that is lost, doubled, moved or
 * changed does not open. One thread may write at a time, and one read.
 */
final class SealedChunks {
  /** Most bytes of one chunk. */
  static final int MAX_BYTES = (128 << 10) + 10;

  private static final int FIRST_BYTES = 4 << 10;
  private static final int TAG_BYTES = 16;
  private static final int MAX_SEALED = MAX_BYTES + TAG_BYTES;

  /** Larger reads go past it; it spares a call of the system for each length. */
  private static final int READ_BUFFER = 32 << 10;

  private final DataInputStream in;
  private final OutputStream out;
  private final SecretKey sendKey;
  private final SecretKey receiveKey;
  private final Cipher sealer;
  private final Cipher opener;

  /** Most connections never see a large chunk, and a server that ages has no memory to spare. */
  private byte[] sealedOut = new byte[FIRST_BYTES];

  private byte[] sealedIn = new byte[FIRST_BYTES];
  private byte[] plainIn = new byte[FIRST_BYTES];
  private long sent;
  private long received;

  SealedChunks(InputStream in, OutputStream out, SecretKey sendKey, SecretKey receiveKey) {
    this.in = new DataInputStream(new BufferedInputStream(in, READ_BUFFER));
    this.out = out;
    this.sendKey = sendKey;
    this.receiveKey = receiveKey;
    try {
      this.sealer = Cipher.getInstance("AES/GCM/NoPadding");
      this.opener = Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-GCM", e);
    }
  }

  /** Writes one chunk, of {@link #MAX_BYTES} at most. */
  void write(byte[] bytes, int offset, int length) throws IOException {
    sealedOut = room(sealedOut, Integer.BYTES + length + TAG_BYTES);
    try {
      sealer.init(Cipher.ENCRYPT_MODE, sendKey, nonce(sent++));
      int sealed = sealer.doFinal(bytes, offset, length, sealedOut, Integer.BYTES);
      ByteBuffer.wrap(sealedOut).putInt(sealed);
      out.write(sealedOut, 0, Integer.BYTES + sealed);
    } catch (GeneralSecurityException e) {
      throw new IOException("a message could not be sealed", e);
    }
  }

  /**
   * Returns the next chunk, or null if the peer has hung up between two. The bytes are good until
   * the next call.
   */
  @Nullable ByteBuffer read() throws IOException {
    int length;
    try {
      length = in.readInt();
    } catch (EOFException e) {
      return null;
    }
    if (length <= TAG_BYTES || length > MAX_SEALED) {
      throw new IOException(
          "a chunk claims " + length + " bytes; at most " + MAX_SEALED + " are allowed");
    }
    sealedIn = room(sealedIn, length);
    plainIn = room(plainIn, length);
    in.readFully(sealedIn, 0, length);
    try {
      opener.init(Cipher.DECRYPT_MODE, receiveKey, nonce(received++));
      return ByteBuffer.wrap(plainIn, 0, opener.doFinal(sealedIn, 0, length, plainIn, 0));
    } catch (GeneralSecurityException e) {
      throw new IOException("a chunk was changed on its way, or comes out of turn", e);
    }
  }

  /** Returns an array with room for so many bytes: this one, or a new one. */
  static byte[] room(byte[] array, int bytes) {
    return array.length >= bytes
        ? array
        : new byte[Math.min(Integer.BYTES + MAX_SEALED, Math.max(bytes, 2 * array.length))];
  }

  private static GCMParameterSpec nonce(long count) {
    return new GCMParameterSpec(
        8 * TAG_BYTES, ByteBuffer.allocate(12).putInt(0).putLong(count).array());
  }
}
