package dev.perennial.agent.link;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the fields of a message; no length is believed beyond the bytes that are there. Not
 * thread-safe.
 */
public final class FieldReader {
  private final ByteBuffer in;

  FieldReader(byte[] bytes) {
    this(ByteBuffer.wrap(bytes));
  }

  /** Reads what remains in a buffer that has an array. */
  public FieldReader(ByteBuffer bytes) {
    in = bytes;
  }

  /** Returns whether there is a field left; an earlier agent leaves out those added later. */
  public boolean hasMore() {
    return in.hasRemaining();
  }

  public int u1() throws IOException {
    need(1);
    return in.get() & 0xff;
  }

  public int i4() throws IOException {
    need(Integer.BYTES);
    return in.getInt();
  }

  public long i8() throws IOException {
    need(Long.BYTES);
    return in.getLong();
  }

  public String text() throws IOException {
    int length = length(1);
    String text =
        new String(in.array(), in.arrayOffset() + in.position(), length, StandardCharsets.UTF_8);
    in.position(in.position() + length);
    return text;
  }

  public byte[] block() throws IOException {
    return raw(length(1));
  }

  byte[] raw(int length) throws IOException {
    need(length);
    byte[] value = new byte[length];
    in.get(value);
    return value;
  }

  public List<String> texts() throws IOException {
    int count = length(Integer.BYTES);
    List<String> values = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      values.add(text());
    }
    return values;
  }

  /** Reads a number of things of which each takes so many bytes at least. */
  public int length(int bytesEach) throws IOException {
    int claimed = i4();
    if (claimed < 0 || claimed > in.remaining() / bytesEach) {
      throw new MessageFormatException(
          "a field claims " + claimed + " elements, " + in.remaining() + " bytes are left");
    }
    return claimed;
  }

  private void need(int bytes) throws EOFException {
    if (in.remaining() < bytes) {
      throw new EOFException("a message ends within a field");
    }
  }
}
