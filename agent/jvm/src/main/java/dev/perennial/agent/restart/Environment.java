package dev.perennial.agent.restart;

import java.util.List;

/**
 * The variables by which one life tells the next what it leaves. They are for the agent alone:
 * premain takes them out of what Java shows, and here they leave what a child process inherits.
 */
final class Environment {
  static final String INHERITED_SOCKETS = "PERENNIAL_INHERITED_SOCKETS";
  static final String HANDOVER_NOTE = "PERENNIAL_HANDOVER_NOTE";
  static final String EMERGENCY = EmergencyLaunch.VARIABLE;

  /** All of them, in the order in which a next life's environment ends with them. */
  static final List<String> ALL = List.of(HANDOVER_NOTE, INHERITED_SOCKETS, EMERGENCY);

  private Environment() {}

  /**
   * Takes them out of this process's environment, so that no child of it gets them, whoever starts
   * it. From the last one on: the C library moves all that stand behind, and whoever reads the
   * environment at that moment could miss one of these.
   */
  static void forget() {
    for (int i = ALL.size() - 1; i >= 0; i--) {
      Libc.unsetenv(NativeStrings.string(ALL.get(i)));
    }
  }
}
