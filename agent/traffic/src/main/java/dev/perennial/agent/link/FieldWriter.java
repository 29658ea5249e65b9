package dev.perennial.agent.link;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Writes the fields of a message into memory. Not thread-safe. */
public final class FieldWriter {
  private byte[] bytes;
  private int size;

  /**
   * @param sizeHint in bytes; it grows beyond
   */
  public FieldWriter(int sizeHint) {
    bytes = new byte[Math.max(sizeHint, 16)];
  }

  public void u1(int value) {
    room(1);
    bytes[size++] = (byte) value;
  }

  public void i4(int value) {
    room(Integer.BYTES);
    ByteBuffer.wrap(bytes).putInt(size, value);
    size += Integer.BYTES;
  }

  public void i8(long value) {
    room(Long.BYTES);
    ByteBuffer.wrap(bytes).putLong(size, value);
    size += Long.BYTES;
  }

  /** Texts may be longer than {@code writeUTF} allows. */
  @SuppressWarnings("deprecation") // The only way that copies ASCII into an array that is there.
  public void text(String value) {
    int length = value.length();
    for (int i = 0; i < length; i++) {
      if (value.charAt(i) >= 0x80) {
        block(value.getBytes(StandardCharsets.UTF_8));
        return;
      }
    }
    i4(length);
    room(length);
    value.getBytes(0, length, bytes, size);
    size += length;
  }

  public void block(byte[] value) {
    i4(value.length);
    raw(value);
  }

  public void raw(byte[] value) {
    room(value.length);
    System.arraycopy(value, 0, bytes, size, value.length);
    size += value.length;
  }

  public void texts(List<String> values) {
    i4(values.size());
    for (int i = 0; i < values.size(); i++) {
      text(values.get(i));
    }
  }

  private void room(int more) {
    int needed = Math.addExact(size, more);
    if (needed > bytes.length) {
      int doubled = bytes.length > Integer.MAX_VALUE / 2 ? Integer.MAX_VALUE - 8 : 2 * bytes.length;
      bytes = Arrays.copyOf(bytes, Math.max(needed, doubled));
    }
  }

  /** Returns what was written. */
  public byte[] bytes() {
    return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
  }

  /** Returns what was written and more behind it, see {@link #size}. No copy. */
  public byte[] array() {
    return bytes;
  }

  /** Returns how many bytes were written. */
  public int size() {
    return size;
  }
}
