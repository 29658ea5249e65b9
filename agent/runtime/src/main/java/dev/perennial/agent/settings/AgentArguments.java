package dev.perennial.agent.settings;

import java.util.LinkedHashMap;
import java.util.Map;

/** Reads {@code key=value,key=value}. */
final class AgentArguments {
  private AgentArguments() {}

  /**
   * Returns the pairs. After a key that takes a list, a part without "=" is another element of it:
   * a list parted by commas is taken as it was meant. Elsewhere it is a key without a value.
   */
  static Map<String, String> parse(String args) {
    Map<String, String> pairs = new LinkedHashMap<>();
    String last = null;
    for (String part : args.split(",")) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        last = part.substring(0, equals).trim();
        pairs.put(last, part.substring(equals + 1).trim());
      } else if (last != null && isList(last) && !part.isBlank()) {
        pairs.merge(last, part.trim(), (before, more) -> before + "," + more);
      } else if (!part.isBlank()) {
        pairs.put(part.trim(), "");
      }
    }
    return pairs;
  }

  private static boolean isList(String name) {
    return Key.of(name).filter(Key::isList).isPresent();
  }
}
