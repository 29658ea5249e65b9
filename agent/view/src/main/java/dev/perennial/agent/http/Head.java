package dev.perennial.agent.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a client has sent before the first empty line. */
sealed interface Head {
  /** Most bytes of one: as many as Tomcat allows by default. */
  int MAX_BYTES = 8_192;

  /** What the RFC calls a token. */
  Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

  /**
   * A request.
   *
   * @param path decoded, without the query
   * @param headers by name in lower case; of several of one name the first
   */
  record Request(String method, String path, Map<String, String> headers) implements Head {
    /** Returns a header, by its name in lower case; null if there is none. */
    @Nullable String header(String name) {
      return headers.get(name);
    }

    boolean isHead() {
      return method.equals("HEAD");
    }
  }

  /** Something else, and the answer to it. */
  record Malformed(Answer answer) implements Head {
    private static Malformed because(String why) {
      return new Malformed(Answer.text(400, why));
    }
  }

  /**
   * Reads a head.
   *
   * @param text its bytes, each as one character
   */
  static Head of(String text) {
    List<String> lines = text.lines().dropWhile(String::isEmpty).toList();
    if (lines.isEmpty()) {
      return Malformed.because("there is no request");
    }
    String[] first = lines.get(0).split(" ", -1);
    if (first.length != 3 || !TOKEN.matcher(first[0]).matches() || !first[2].startsWith("HTTP/")) {
      return Malformed.because("this is no request of HTTP/1.1");
    }
    if (!first[2].equals("HTTP/1.1") && !first[2].equals("HTTP/1.0")) {
      return new Malformed(Answer.text(505, "HTTP/1.0 and HTTP/1.1 only"));
    }
    Map<String, String> headers = new HashMap<>();
    for (String line : lines.subList(1, lines.size())) {
      int colon = line.indexOf(':');
      if (line.isEmpty()) {
        break;
      }
      if (colon < 0 || !TOKEN.matcher(line.substring(0, colon)).matches()) {
        return Malformed.because("a line of the request is no header");
      }
      String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
      String present = headers.putIfAbsent(name, line.substring(colon + 1).strip());
      if (present != null && name.equals("host")) {
        return Malformed.because("there are two Host headers");
      }
    }
    try {
      String path = new URI(first[1]).getPath();
      return new Request(first[0], path == null ? "" : path, headers);
    } catch (URISyntaxException e) {
      return Malformed.because("the path is malformed");
    }
  }
}
