package dev.perennial.agent.restart;

import com.sun.jna.Pointer;
import java.util.List;

/**
 * The variables by which one life tells the next what it leaves, and the one that has the secret.
 * They are for the agent alone: premain takes them out of what Java shows, and here they leave what
 * a child process inherits.
 */
final class Environment {
  static final String INHERITED_SOCKETS = "PERENNIAL_INHERITED_SOCKETS";
  static final String HANDOVER_NOTE = "PERENNIAL_HANDOVER_NOTE";
  static final String INHERITED_SECRET = "PERENNIAL_INHERITED_SECRET";
  static final String EMERGENCY = EmergencyLaunch.VARIABLE;

  /** Who starts this process gives it, among others that it gives. */
  static final String SECRET = "PERENNIAL_SECRET";

  /** What lives leave, in the order in which a next life's environment ends with them. */
  static final List<String> LEFT =
      List.of(HANDOVER_NOTE, INHERITED_SECRET, INHERITED_SOCKETS, EMERGENCY);

  private Environment() {}

  /**
   * Takes them out of this process's environment, so that no child of it gets them, whoever starts
   * it. From the last one on: the C library moves all that stand behind, and whoever reads the
   * environment at that moment could miss one of these.
   */
  static void forget() {
    blank(INHERITED_SECRET);
    for (int i = LEFT.size() - 1; i >= 0; i--) {
      Libc.unsetenv(NativeStrings.string(LEFT.get(i)));
    }
    // It may stand among others, which nobody is to miss: it stays as a name without a value.
    blank(SECRET);
  }

  /**
   * Overwrites a value where it is: not only a child, also /proc/self/environ, shows it no more.
   */
  private static void blank(String name) {
    Pointer value = Libc.getenv(NativeStrings.string(name));
    if (value != null) {
      for (long at = 0; value.getByte(at) != 0; at++) {
        value.setByte(at, (byte) 0);
      }
    }
  }
}
