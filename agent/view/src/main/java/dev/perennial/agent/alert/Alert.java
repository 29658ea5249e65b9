package dev.perennial.agent.alert;

import java.time.Instant;
import java.util.Locale;

/**
 * What a person is to know.
 *
 * @param at when
 * @param cluster in which
 * @param server that it is about, empty for the cluster
 * @param kind stable, for filters
 * @param text in words
 */
public record Alert(Instant at, String cluster, String server, String kind, String text) {
  /** Returns it as a JSON object, one line. */
  String json() {
    return "{\"at\":"
        + quoted(at.toString())
        + ",\"cluster\":"
        + quoted(cluster)
        + ",\"server\":"
        + quoted(server)
        + ",\"kind\":"
        + quoted(kind)
        + ",\"text\":"
        + quoted(text)
        + "}";
  }

  private static String quoted(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ' || c > '~') {
        json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString();
  }
}
