package dev.perennial.testing.fault;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be planted. */
public enum Fault {
  /** The last change of each session is not captured. */
  DROP_LAST_DELTA("drop-last-delta"),
  /** A session that was handed over is served here all the same. */
  DOUBLE_OWNER("double-owner"),
  /** A successor acknowledges parts, and does not take them over. */
  LOST_PART("lost-part"),
  /** A session that is not known here is served as new; nobody else is asked for it. */
  NEW_SESSION("new-session");

  /** The system property of a server's JVM that names the fault to plant. */
  public static final String PROPERTY = "testing.fault";

  private final String text;

  Fault(String text) {
    this.text = text;
  }

  /** Returns its name, as options and {@link PlantedFault#PROPERTY} have it. */
  public String text() {
    return text;
  }

  /** Returns the names of all. */
  public static List<String> names() {
    return Arrays.stream(values()).map(Fault::text).toList();
  }

  /**
   * Returns the fault of a name.
   *
   * @throws IllegalArgumentException if there is none, naming those that there are
   */
  static Fault of(@Nullable String text) {
    return Arrays.stream(values())
        .filter(f -> f.text.equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    PROPERTY + "=" + text + ": allowed is " + String.join(", ", names())));
  }
}
