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
 * @param state whether it is something that lasts
 * @param text in words; of one that is over, as it was told when it began
 */
public record Alert(
    Instant at, String cluster, String server, String kind, State state, String text) {
  /** Whether an alert is of something that lasts. */
  public enum State {
    /** It happened, and there is nothing to be taken back. */
    EVENT,
    /** It holds from now on. */
    HOLDS,
    /** It held, was told, and holds no more. */
    OVER;

    /** Returns its name, as channels are told it. */
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Returns what takes this one back. */
  Alert over(Instant when) {
    return new Alert(when, cluster, server, kind, State.OVER, text);
  }

  /** Returns it in a sentence. */
  String words() {
    return state == State.OVER ? "over: " + text : text;
  }

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
        + ",\"state\":"
        + quoted(state.word())
        + ",\"text\":"
        + quoted(words())
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
