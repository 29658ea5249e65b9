package dev.perennial.agent.server;

import java.util.List;

/** Tells whether this server could restart now; looks at files. Thread-safe. */
public interface RestartLook {
  /**
   * Returns what forbids a restart now, in words; empty if nothing does.
   *
   * @param changesAccepted whether the next life may be another version than this one
   */
  String obstacle(boolean changesAccepted);

  /** Returns what was not looked at, in words. */
  List<String> notChecked();
}
