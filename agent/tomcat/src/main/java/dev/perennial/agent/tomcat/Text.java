package dev.perennial.agent.tomcat;

import java.nio.charset.StandardCharsets;
import org.apache.tomcat.util.buf.ByteChunk;
import org.apache.tomcat.util.buf.CharChunk;
import org.apache.tomcat.util.buf.MessageBytes;
import org.jspecify.annotations.Nullable;

/**
 * A view of one piece of a request, whichever form Tomcat holds it in; reading allocates nothing.
 * Not thread-safe.
 */
final class Text {
  private byte @Nullable [] bytes;
  private char @Nullable [] chars;
  private @Nullable String string;
  private int offset;
  private int length;

  /** Looks at a piece from now on; at nothing if it is not set. */
  void of(MessageBytes source) {
    bytes = null;
    chars = null;
    string = null;
    offset = 0;
    length = 0;
    if (source.getType() == MessageBytes.T_BYTES) {
      ByteChunk chunk = source.getByteChunk();
      bytes = chunk.getBuffer();
      offset = chunk.getStart();
      length = chunk.getEnd() - offset;
    } else if (source.getType() == MessageBytes.T_CHARS) {
      CharChunk chunk = source.getCharChunk();
      chars = chunk.getBuffer();
      offset = chunk.getStart();
      length = chunk.getEnd() - offset;
    } else if (source.getType() == MessageBytes.T_STR) {
      string = source.getString();
      length = string.length();
    }
  }

  /** Looks at a text from now on. */
  void of(String text) {
    bytes = null;
    chars = null;
    string = text;
    offset = 0;
    length = text.length();
  }

  int length() {
    return length;
  }

  /** Returns the character at an index, of bytes as in ISO-8859-1. */
  int at(int index) {
    if (bytes != null) {
      return bytes[offset + index] & 0xff;
    }
    return chars != null ? chars[offset + index] : string.charAt(index);
  }

  boolean regionEquals(int from, int to, String expected) {
    if (to - from != expected.length()) {
      return false;
    }
    for (int i = 0; i < expected.length(); i++) {
      if (at(from + i) != expected.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** As {@link #regionEquals}, with the expected text from an index on; of ASCII, case is one. */
  boolean regionEqualsIgnoreCase(int from, int to, String expected, int expectedFrom) {
    if (from < 0 || to - from != expected.length() - expectedFrom) {
      return false;
    }
    for (int i = from; i < to; i++) {
      if (lower(at(i)) != lower(expected.charAt(expectedFrom + i - from))) {
        return false;
      }
    }
    return true;
  }

  private static int lower(int c) {
    return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
  }

  /** Returns the first index of a character, {@code to} if it is not there. */
  int indexOf(char wanted, int from, int to) {
    for (int i = from; i < to; i++) {
      if (at(i) == wanted) {
        return i;
      }
    }
    return Math.max(from, to);
  }

  String substring(int from, int to) {
    if (bytes != null) {
      return new String(bytes, offset + from, to - from, StandardCharsets.ISO_8859_1);
    }
    return chars != null ? new String(chars, offset + from, to - from) : string.substring(from, to);
  }

  /** Returns a piece as a string, without changing the form it has in the request. */
  static String string(MessageBytes source) {
    Text text = new Text();
    text.of(source);
    return text.length == 0 ? "" : text.substring(0, text.length);
  }
}
