package dev.perennial.agent.duplex;

/**
 * What the application's own code keeps from moving: one attribute of one session, or all of it.
 *
 * @param session its id; a credential, of which people are shown six characters
 * @param application its key; empty if all of the session stays behind
 * @param attribute its name; empty if all of the session stays behind
 * @param type class of the attribute; empty if all of the session stays behind
 * @param reason why, and at which server, in words
 */
public record Unmoved(
    String session, String application, String attribute, String type, String reason) {
  private static final int SHOWN = 6;

  /** Returns whether nothing of the session moves. */
  public boolean isWhole() {
    return attribute.isEmpty();
  }

  /** Returns what people are shown of a session's id, which is a credential. */
  static String shown(String session) {
    return session.substring(0, Math.min(SHOWN, session.length())) + "...";
  }

  /** Returns it in words, for people. */
  public String line() {
    String of = "session " + shown(session);
    return isWhole()
        ? of + " stays behind: " + reason
        : of
            + ": "
            + AttributeName.words(attribute)
            + " ("
            + type
            + ") of "
            + application
            + " stays behind: "
            + reason;
  }
}
