package dev.perennial.agent.tomcat;

import dev.perennial.agent.container.Exchange;
import dev.perennial.agent.container.SessionHash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.coyote.Request;
import org.apache.tomcat.util.http.MimeHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Finds the session ids that a request names to the application that it is for, in the order in
 * which Tomcat tries them: cookies of the application's name, and only where there is none the last
 * parameter of its name in the path. Hashing allocates nothing. Not thread-safe.
 */
final class SessionIdScan {
  private static final long MIX = 0x100000001b3L;

  /** More are not asked for; see {@link #ids}. */
  private static final int MOST_IDS = 32;

  private final Text text = new Text();

  /** Hashes of the ids found so far, so that one that is named twice counts once. */
  private final long[] found = new long[8];

  private int count;

  /** How many of them are of the request that was hashed last; read by other threads, too. */
  private volatile int named;

  private long hash;
  private @Nullable List<String> ids;

  /** Returns a hash of the application and all ids in order, 0 if there is no id. */
  long hash(Request request, String application, SessionNames names) {
    scan(request, names, seed(application));
    named = Math.min(count, found.length);
    return hash;
  }

  /** Returns the hash of each id that was found last. Any thread may ask, see {@link Exchange}. */
  long[] hashes() {
    return Arrays.copyOf(found, named);
  }

  /** Returns the ids; of more than 32 the first ones and the last. */
  List<String> ids(Request request, SessionNames names) {
    List<String> all = new ArrayList<>(2);
    ids = all;
    scan(request, names, SessionHash.EMPTY);
    ids = null;
    return all;
  }

  /** Asks for no more than the text, which keeps its hash code. */
  private static long seed(String application) {
    return SessionHash.add(SessionHash.EMPTY, application.hashCode());
  }

  private void scan(Request request, SessionNames names, long seed) {
    count = 0;
    hash = seed;
    if (!names.cookie().isEmpty()) {
      MimeHeaders headers = request.getMimeHeaders();
      for (int i = headers.findHeader("Cookie", 0);
          i >= 0;
          i = headers.findHeader("Cookie", i + 1)) {
        text.of(headers.getValue(i));
        cookies(names.cookie());
      }
    }
    if (count == 0 && !names.parameter().isEmpty()) {
      text.of(request.requestURI());
      lastParameter(names.parameter());
    }
    if (count == 0) {
      hash = 0;
    } else if (hash == 0) {
      hash = 1;
    }
  }

  /** A header such as {@code a=1; JSESSIONID="x"; JSESSIONID=y}. */
  private void cookies(String name) {
    int end = text.length();
    for (int from = 0; from < end; ) {
      int to = text.indexOf(';', from, end);
      int equal = text.indexOf('=', from, to);
      if (equal < to) {
        int nameFrom = skipBlanks(from, equal);
        if (text.regionEquals(nameFrom, dropBlanks(nameFrom, equal), name)) {
          int valueFrom = skipBlanks(equal + 1, to);
          found(valueFrom, dropBlanks(valueFrom, to));
        }
      }
      from = to + 1;
    }
  }

  /** A path such as {@code /shop;jsessionid=x/cart;v=1}. */
  private void lastParameter(String name) {
    int end = text.length();
    int valueFrom = 0;
    int valueTo = 0;
    for (int from = text.indexOf(';', 0, end) + 1; from < end; ) {
      int to = Math.min(text.indexOf(';', from, end), text.indexOf('/', from, end));
      int equal = text.indexOf('=', from, to);
      if (equal < to && text.regionEquals(from, equal, name)) {
        valueFrom = equal + 1;
        valueTo = to;
      }
      from = to < end && text.at(to) == '/' ? text.indexOf(';', to, end) + 1 : to + 1;
    }
    found(valueFrom, valueTo);
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
        // No browser sends so many; the last one counts where there is no session of any.
        if (ids.size() == MOST_IDS) {
          ids.remove(MOST_IDS - 1);
        }
        ids.add(id);
      }
      count = ids.size();
      return;
    }
    long one = SessionHash.EMPTY;
    for (int i = from; i < to; i++) {
      one = SessionHash.add(one, text.at(i));
    }
    for (int i = 0; i < Math.min(count, found.length); i++) {
      if (found[i] == one) {
        return;
      }
    }
    if (count < found.length) {
      found[count] = one;
    }
    count++;
    hash = (hash * MIX) ^ one;
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
