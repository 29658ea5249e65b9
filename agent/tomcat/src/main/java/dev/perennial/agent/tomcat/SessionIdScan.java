package dev.perennial.agent.tomcat;

import dev.perennial.agent.container.Exchange;
import dev.perennial.agent.container.SessionHash;
import java.util.Arrays;
import java.util.List;
import org.apache.coyote.Request;
import org.apache.tomcat.util.http.MimeHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Finds the session ids that a request names: in its cookies, then in its path. Hashing allocates
 * nothing. Not thread-safe.
 */
final class SessionIdScan {
  private static final long MIX = 0x100000001b3L;

  private final Text text = new Text();

  /** Hashes of the ids found so far, so that one that is named twice counts once. */
  private final long[] found = new long[8];

  private int count;
  private long hash;
  private @Nullable List<String> ids;

  /** Returns a hash of all ids in order, 0 if there is none. */
  long hash(Request request, SessionNames names) {
    ids = null;
    scan(request, names);
    return hash;
  }

  /** Returns the hash of each id that was found last. Any thread may ask, see {@link Exchange}. */
  long[] hashes() {
    return Arrays.copyOf(found, Math.min(count, found.length));
  }

  /** Adds the ids to a list. */
  void collect(Request request, SessionNames names, List<String> into) {
    ids = into;
    scan(request, names);
    ids = null;
  }

  private void scan(Request request, SessionNames names) {
    if (ids == null) {
      count = 0;
    }
    hash = 0;
    MimeHeaders headers = request.getMimeHeaders();
    for (int i = headers.findHeader("Cookie", 0); i >= 0; i = headers.findHeader("Cookie", i + 1)) {
      text.of(headers.getValue(i));
      cookies(names);
    }
    text.of(request.requestURI());
    parameters(names);
  }

  /** A header such as {@code a=1; JSESSIONID="x"; JSESSIONID=y}. */
  private void cookies(SessionNames names) {
    int end = text.length();
    for (int from = 0; from < end; ) {
      int to = indexOf(';', from, end);
      int equal = indexOf('=', from, to);
      if (equal < to) {
        int nameFrom = skipBlanks(from, equal);
        if (names.isCookie(text, nameFrom, dropBlanks(nameFrom, equal))) {
          int valueFrom = skipBlanks(equal + 1, to);
          found(valueFrom, dropBlanks(valueFrom, to));
        }
      }
      from = to + 1;
    }
  }

  /** A path such as {@code /shop;jsessionid=x/cart;v=1}. */
  private void parameters(SessionNames names) {
    int end = text.length();
    for (int from = indexOf(';', 0, end) + 1; from < end; ) {
      int to = Math.min(indexOf(';', from, end), indexOf('/', from, end));
      int equal = indexOf('=', from, to);
      if (equal < to && names.isParameter(text, from, equal)) {
        found(equal + 1, to);
      }
      from = to < end && text.at(to) == '/' ? indexOf(';', to, end) + 1 : to + 1;
    }
  }

  private void found(int from, int to) {
    if (to - from >= 2 && text.at(from) == '"' && text.at(to - 1) == '"') {
      from++;
      to--;
    }
    if (from >= to) {
      return;
    }
    if (ids != null) {
      String id = text.substring(from, to);
      if (!ids.contains(id)) {
        ids.add(id);
      }
      return;
    }
    long one = SessionHash.EMPTY;
    for (int i = from; i < to; i++) {
      one = SessionHash.add(one, text.at(i));
    }
    for (int i = 0; i < count; i++) {
      if (found[i] == one) {
        return;
      }
    }
    if (count < found.length) {
      found[count++] = one;
    }
    hash = (hash * MIX) ^ one;
    if (hash == 0) {
      hash = 1;
    }
  }

  private int indexOf(char wanted, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text.at(i) == wanted) {
        return i;
      }
    }
    return Math.max(from, to);
  }

  private int skipBlanks(int from, int to) {
    while (from < to && isBlank(text.at(from))) {
      from++;
    }
    return from;
  }

  private int dropBlanks(int from, int to) {
    while (to > from && isBlank(text.at(to - 1))) {
      to--;
    }
    return to;
  }

  private static boolean isBlank(int c) {
    return c == ' ' || c == '\t';
  }
}
