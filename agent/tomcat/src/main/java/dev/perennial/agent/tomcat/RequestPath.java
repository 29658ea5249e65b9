package dev.perennial.agent.tomcat;

import dev.perennial.agent.container.OwnPaths;
import java.util.Arrays;

/**
 * The path of a request as Tomcat compares it with the contexts' paths: without path parameters,
 * decoded and normalised, in bytes. Allocates nothing once it has held a path of that length. Not
 * thread-safe.
 */
final class RequestPath {
  private final boolean decodesSolidus;
  private byte[] bytes = new byte[256];
  private int length;

  /**
   * @param decodesSolidus whether the connector takes an encoded '/' for one
   */
  RequestPath(boolean decodesSolidus) {
    this.decodesSolidus = decodesSolidus;
  }

  /** Takes a request's URI; one that does not begin with '/' leads nowhere. */
  void of(Text uri) {
    length = 0;
    if (uri.length() == 0 || (uri.at(0) != '/' && uri.at(0) != '\\')) {
      return;
    }
    if (bytes.length < uri.length()) {
      bytes = new byte[uri.length()];
    }
    decode(uri);
    normalise();
  }

  /** Tomcat takes the parameters out before it decodes: an encoded ';' begins none. */
  private void decode(Text uri) {
    int end = uri.length();
    for (int i = 0; i < end; i++) {
      int c = uri.at(i);
      if (c == ';') {
        while (i + 1 < end && uri.at(i + 1) != '/') {
          i++;
        }
        continue;
      }
      int decoded = c == '%' && i + 2 < end ? hex(uri.at(i + 1), uri.at(i + 2)) : -1;
      if (decoded >= 0 && (decoded != '/' || decodesSolidus)) {
        c = decoded;
        i += 2;
      }
      bytes[length++] = (byte) (c == '\\' ? '/' : c);
    }
  }

  private static int hex(int high, int low) {
    int value = Character.digit(high, 16) << 4 | Character.digit(low, 16);
    return value < 0 ? -1 : value;
  }

  /**
   * Takes out empty segments, "." and "..". What would lead above the root is refused by Tomcat.
   */
  private void normalise() {
    int end = length;
    length = 0;
    for (int from = 1; from <= end; ) {
      int to = from;
      while (to < end && bytes[to] != '/') {
        to++;
      }
      int dots = dots(from, to);
      if (dots == 2) {
        while (length > 0 && bytes[--length] != '/') {
          // Back to where the segment before began.
        }
      } else if (dots == 0 && to > from) {
        // Never further right than it was: nothing is written over.
        System.arraycopy(bytes, from - 1, bytes, length, to - from + 1);
        length += to - from + 1;
      }
      from = to + 1;
    }
    if (length == 0 && end > 0) {
      bytes[length++] = '/';
    }
  }

  /** Returns 1 or 2 if the segment is "." or "..", else 0. */
  private int dots(int from, int to) {
    int count = to - from;
    boolean dotted = (count == 1 || count == 2) && bytes[from] == '.' && bytes[to - 1] == '.';
    return dotted ? count : 0;
  }

  /**
   * Returns whether it is one of those paths, as a whole or within its context.
   *
   * @param contextLength of the context's path
   */
  boolean isOwn(OwnPaths paths, int contextLength, boolean namesSession) {
    return paths.have(bytes, 0, length, namesSession)
        || (contextLength > 0 && paths.have(bytes, contextLength, length, namesSession));
  }

  /** Returns whether it leads to a context: it is the context's path, or goes on below it. */
  boolean isIn(byte[] path) {
    return length > 0
        && length >= path.length
        && Arrays.equals(bytes, 0, path.length, path, 0, path.length)
        && (length == path.length || bytes[path.length] == '/');
  }
}
