package dev.perennial.agent.restart;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Strings for the kernel, in native memory that is never freed: it goes with the process image. */
final class NativeStrings {
  private NativeStrings() {}

  /** Returns a string of bytes (one char a byte) that ends with zero. */
  static Pointer string(String bytes) {
    byte[] raw = bytes.getBytes(StandardCharsets.ISO_8859_1);
    Pointer block = Libc.allocate(raw.length + 1);
    block.write(0, raw, 0, raw.length);
    return block;
  }

  /** Returns an array of strings that ends with null. */
  static Pointer array(List<String> strings) {
    Pointer block = Libc.allocate((strings.size() + 1) * Native.POINTER_SIZE);
    for (int i = 0; i < strings.size(); i++) {
      block.setPointer((long) i * Native.POINTER_SIZE, string(strings.get(i)));
    }
    return block;
  }
}
