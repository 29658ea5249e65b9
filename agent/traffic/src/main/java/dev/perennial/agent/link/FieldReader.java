package dev.perennial.agent.link;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads the fields of a message; no length is believed beyond the bytes that are there. */
final class FieldReader {
  private final ByteArrayInputStream bytes;
  private final DataInputStream in;

  FieldReader(byte[] bytes) {
    this.bytes = new ByteArrayInputStream(bytes);
    this.in = new DataInputStream(this.bytes);
  }

  /** Returns whether there is a field left; an earlier agent leaves out those added later. */
  boolean hasMore() {
    return bytes.available() > 0;
  }

  int u1() throws IOException {
    return in.readUnsignedByte();
  }

  int i4() throws IOException {
    return in.readInt();
  }

  long i8() throws IOException {
    return in.readLong();
  }

  String text() throws IOException {
    return new String(block(), StandardCharsets.UTF_8);
  }

  byte[] block() throws IOException {
    return raw(length(1));
  }

  byte[] raw(int length) throws IOException {
    byte[] value = new byte[length];
    in.readFully(value);
    return value;
  }

  List<String> texts() throws IOException {
    int count = length(Integer.BYTES);
    List<String> values = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      values.add(text());
    }
    return values;
  }

  /** Reads a number of things of which each takes so many bytes at least. */
  int length(int bytesEach) throws IOException {
    int claimed = in.readInt();
    if (claimed < 0 || claimed > bytes.available() / bytesEach) {
      throw new MessageFormatException(
          "a field claims " + claimed + " elements, " + bytes.available() + " bytes are left");
    }
    return claimed;
  }
}
