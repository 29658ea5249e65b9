package dev.perennial.agent.evidence.heapdump;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/**
 * A heap dump in HotSpot's binary format, read from front to back. Has one small buffer, whatever
 * the dump's size. Not thread-safe.
 */
final class DumpFile {
  private static final int OBJECT = 2;
  private static final int MOST_TEXT = 1000;
  private static final int BUFFER_BYTES = 1 << 18;
  private static final int ROUND = 0xffff;

  private final FileChannel file;
  private final BooleanSupplier enough;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).limit(0);
  private long readUpTo;
  private int idBytes;
  private int records;

  /**
   * @param enough asked from time to time whether to give up
   */
  DumpFile(FileChannel file, BooleanSupplier enough) {
    this.file = file;
    this.enough = enough;
  }

  /** The content of a record; what is not read of it is skipped. */
  final class Bytes {
    private long left;

    Bytes(long left) {
      this.left = left;
    }

    long left() {
      return left;
    }

    int idBytes() {
      return idBytes;
    }

    long id() throws IOException {
      left -= idBytes;
      return DumpFile.this.id();
    }

    void skip(long bytes) throws IOException {
      left -= bytes;
      DumpFile.this.skip(bytes);
    }

    /** Returns a value of so many bytes, the first one the highest. */
    long number(int bytes) throws IOException {
      left -= bytes;
      long value = 0;
      for (int i = 0; i < bytes; i++) {
        value = value << Byte.SIZE | u1();
      }
      return value;
    }

    /** Returns what is left, or as much of it as a name may have. */
    byte[] all() throws IOException {
      byte[] all = new byte[(int) Math.min(left, MOST_TEXT)];
      for (int i = 0; i < all.length; i++) {
        all[i] = (byte) u1();
      }
      left -= all.length;
      return all;
    }

    String text() throws IOException {
      return new String(all(), StandardCharsets.UTF_8);
    }
  }

  /**
   * Reads all of it.
   *
   * @throws IOException also if it is no heap dump, or reading was given up
   */
  void read(DumpVisitor visitor) throws IOException {
    readUpTo = 0;
    buffer.limit(0);
    while (u1() != 0) {
      // The format's name and version.
    }
    idBytes = (int) u4();
    if (idBytes != 4 && idBytes != 8) {
      throw new IOException("no heap dump: identifiers of " + idBytes + " bytes");
    }
    skip(8);
    long size = file.size();
    while (position() < size) {
      int tag = u1();
      skip(4);
      long length = u4();
      long end = position() + length;
      switch (tag) {
        case 0x01 -> {
          long id = id();
          rest(length - idBytes, bytes -> visitor.text(id, bytes));
        }
        case 0x02 -> {
          skip(4);
          long type = id();
          skip(4);
          visitor.loaded(type, id());
        }
        case 0x0c, 0x1c -> {
          while (position() < end) {
            record(visitor);
          }
        }
        default -> skip(length);
      }
    }
  }

  private interface Reading {
    void read(Bytes bytes) throws IOException;
  }

  private void rest(long length, Reading reading) throws IOException {
    Bytes bytes = new Bytes(length);
    reading.read(bytes);
    skip(bytes.left);
  }

  private void record(DumpVisitor visitor) throws IOException {
    if ((++records & ROUND) == 0 && enough.getAsBoolean()) {
      throw new IOException("reading the heap dump took too long");
    }
    int kind = u1();
    switch (kind) {
      case 0xff, 0x05, 0x07 -> visitor.root(kind, id(), 0);
      case 0x01 -> {
        visitor.root(kind, id(), 0);
        skip(idBytes);
      }
      case 0x02, 0x03, DumpVisitor.THREAD -> {
        long id = id();
        visitor.root(kind, id, u4());
        skip(4);
      }
      case 0x04, 0x06 -> {
        long id = id();
        visitor.root(kind, id, u4());
      }
      case 0x20 -> type(visitor);
      case 0x21 -> {
        long id = id();
        skip(4);
        long type = id();
        rest(u4(), bytes -> visitor.instance(id, type, bytes));
      }
      case 0x22 -> {
        long id = id();
        skip(4);
        long length = u4() * idBytes;
        long type = id();
        rest(length, bytes -> visitor.array(id, type, bytes));
      }
      case 0x23 -> {
        long id = id();
        skip(4);
        long count = u4();
        int element = u1();
        long length = count * bytes(element);
        rest(length, bytes -> visitor.numbers(id, element, bytes));
      }
      default -> throw new IOException("unknown record " + kind + " at " + position());
    }
  }

  private void type(DumpVisitor visitor) throws IOException {
    long type = id();
    skip(4);
    long parent = id();
    long loader = id();
    skip(4L * idBytes + 4);
    int constants = u2();
    for (int i = 0; i < constants; i++) {
      skip(2);
      skip(bytes(u1()));
    }
    int count = u2();
    long[] statics = new long[count];
    long[] staticNames = new long[count];
    for (int i = 0; i < count; i++) {
      staticNames[i] = id();
      int fieldType = u1();
      if (fieldType == OBJECT) {
        statics[i] = id();
      } else {
        skip(bytes(fieldType));
      }
    }
    byte[] fields = new byte[u2()];
    long[] names = new long[fields.length];
    for (int i = 0; i < fields.length; i++) {
      names[i] = id();
      fields[i] = (byte) u1();
    }
    visitor.type(new DumpType(type, parent, loader, statics, staticNames, fields, names));
  }

  /** Returns how many bytes a value of a type has. */
  private int bytes(int type) throws IOException {
    return bytes(type, idBytes);
  }

  static int bytes(int type, int idBytes) throws IOException {
    return switch (type) {
      case OBJECT -> idBytes;
      case 4, 8 -> 1;
      case 5, 9 -> 2;
      case 6, 10 -> 4;
      case 7, 11 -> 8;
      default -> throw new IOException("unknown type " + type);
    };
  }

  int idBytes() {
    return idBytes;
  }

  /** Returns the same, and the most there is for what is none. */
  static int bytesOr8(int type, int idBytes) {
    try {
      return bytes(type, idBytes);
    } catch (IOException e) {
      // A dump with such a field has been refused when its classes were read.
      return Long.BYTES;
    }
  }

  private long position() {
    return readUpTo - buffer.remaining();
  }

  private void skip(long bytes) throws IOException {
    if (bytes <= buffer.remaining()) {
      buffer.position(buffer.position() + (int) bytes);
    } else {
      readUpTo = position() + bytes;
      buffer.limit(0);
    }
  }

  private ByteBuffer need(int bytes) throws IOException {
    if (buffer.remaining() < bytes) {
      buffer.compact();
      while (buffer.position() < bytes) {
        int read = file.read(buffer, readUpTo);
        if (read < 0) {
          throw new EOFException("the heap dump is cut");
        }
        readUpTo += read;
      }
      buffer.flip();
    }
    return buffer;
  }

  private int u1() throws IOException {
    return need(1).get() & 0xff;
  }

  private int u2() throws IOException {
    return need(2).getShort() & 0xffff;
  }

  private long u4() throws IOException {
    return need(4).getInt() & 0xffffffffL;
  }

  private long id() throws IOException {
    return idBytes == 8 ? need(8).getLong() : u4();
  }
}
