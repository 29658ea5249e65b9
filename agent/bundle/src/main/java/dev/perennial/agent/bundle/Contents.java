package dev.perennial.agent.bundle;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What goes into the jar, by name. */
final class Contents {
  private final SortedMap<String, byte[]> entries = new TreeMap<>();

  /**
   * Adds an entry. Lists of services are joined; of two others of one name, different ones are a
   * mistake.
   */
  void put(String name, byte[] bytes) {
    byte[] present = entries.get(name);
    if (present == null) {
      entries.put(name, bytes);
    } else if (name.contains("META-INF/services/")) {
      entries.put(name, joined(present, bytes));
    } else if (!Arrays.equals(present, bytes)) {
      throw new IllegalStateException("two libraries have a different " + name);
    }
  }

  private static byte[] joined(byte[] first, byte[] second) {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(first);
    both.write('\n');
    both.writeBytes(second);
    return both.toByteArray();
  }

  SortedMap<String, byte[]> entries() {
    return entries;
  }

  /** Returns a name for exactly this content. */
  String digest() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        digest.update(entry.getKey().getBytes(StandardCharsets.UTF_8));
        digest.update(entry.getValue());
      }
      return HexFormat.of().formatHex(digest.digest()).substring(0, 32);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
