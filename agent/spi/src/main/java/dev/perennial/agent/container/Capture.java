package dev.perennial.agent.container;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A session's state.
 *
 * @param id the session id
 * @param bytes the state in the container's own form; equal state need not give equal bytes
 * @param left what is in the session and could not be captured
 * @param sizes how many of the bytes are each application's, by its key
 */
public record Capture(String id, byte[] bytes, List<Left> left, Map<String, Long> sizes) {
  /**
   * The last bytes of a capture tell the clock of the server, and are no part of the state: what
   * remains without them stays the same while the session does (as far as its serialised form is
   * stable).
   */
  public static final int CLOCK_BYTES = Long.BYTES;

  /** Returns whether another capture of the same session holds the same state. */
  public boolean sameStateAs(byte[] other) {
    return other.length == bytes.length
        && Arrays.equals(
            bytes, 0, bytes.length - CLOCK_BYTES, other, 0, other.length - CLOCK_BYTES);
  }

  /**
   * An attribute that stays behind.
   *
   * @param application the application's key
   * @param attribute the attribute's name
   * @param type its class
   * @param reason why, in words
   * @param cause of what kind that is
   */
  public record Left(
      String application, String attribute, String type, String reason, Cause cause) {

    /** Returns what names it among all of a session, the same on every server. */
    public String part() {
      return part(application, attribute);
    }

    /** Returns what names an attribute among all of a session, the same on every server. */
    public static String part(String application, String attribute) {
      return application + '\n' + attribute;
    }
  }

  /** Of what kind the reason is for which an attribute stays behind. */
  public enum Cause {
    /** The application's own configuration keeps it out, so nothing is lost. */
    CONFIGURED,
    /** It is of a class that does not claim to be serialisable: no server ever moved it. */
    UNSERIALIZABLE,
    /** It claims to be serialisable, and cannot be written or read. */
    FAILED
  }
}
