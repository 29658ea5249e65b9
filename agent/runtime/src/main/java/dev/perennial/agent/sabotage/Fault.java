package dev.perennial.agent.sabotage;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What can be planted. */
enum Fault {
  /** Nothing. */
  NONE(""),
  /** The last change of each session is not captured. */
  DROP_LAST_DELTA("drop-last-delta"),
  /** A session that was handed over is served here all the same. */
  DOUBLE_OWNER("double-owner"),
  /** A successor acknowledges parts, and does not take them over. */
  LOST_PART("lost-part"),
  /** A session that is not known here is served as new; nobody else is asked for it. */
  NEW_SESSION("new-session");

  private final String text;

  Fault(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }

  static Optional<Fault> of(String text) {
    return Arrays.stream(values()).filter(f -> f.text.equals(text)).findFirst();
  }

  static String allowed() {
    return Arrays.stream(values())
        .filter(f -> f != NONE)
        .map(Fault::text)
        .collect(Collectors.joining(", "));
  }
}
