package dev.perennial.agent.link;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes the fields of a message into memory. */
final class FieldWriter {
  private final ByteArrayOutputStream bytes;
  private final DataOutputStream out;

  FieldWriter(int sizeHint) {
    this.bytes = new ByteArrayOutputStream(sizeHint);
    this.out = new DataOutputStream(bytes);
  }

  /** A step that memory cannot fail. */
  private interface Step {
    void run() throws IOException;
  }

  private static void write(Step step) {
    try {
      step.run();
    } catch (IOException e) {
      throw new UncheckedIOException("memory takes every byte", e);
    }
  }

  void u1(int value) {
    write(() -> out.writeByte(value));
  }

  void i4(int value) {
    write(() -> out.writeInt(value));
  }

  void i8(long value) {
    write(() -> out.writeLong(value));
  }

  /** Texts may be longer than {@code writeUTF} allows. */
  void text(String value) {
    block(value.getBytes(StandardCharsets.UTF_8));
  }

  void block(byte[] value) {
    i4(value.length);
    raw(value);
  }

  void raw(byte[] value) {
    write(() -> out.write(value));
  }

  void texts(List<String> values) {
    i4(values.size());
    values.forEach(this::text);
  }

  byte[] bytes() {
    return bytes.toByteArray();
  }
}
