package dev.perennial.sample.demo;

import java.util.ArrayList;
import java.util.List;

/**
 * A setting of the agent that the demo changes so as to fit into minutes; all of them are printed.
 *
 * @param key without the prefix
 * @param value in the demo
 * @param standard the default
 * @param why in words
 */
record ChangedSetting(String key, String value, String standard, String why) {

  /** Returns all that are changed for so many rounds. */
  static List<ChangedSetting> all(int rounds) {
    List<ChangedSetting> all = new ArrayList<>();
    all.add(new ChangedSetting("hold-time", "10s", "5m", "how long a limit must be exceeded"));
    all.add(new ChangedSetting("quiet.wait", "5s", "5m", "how long to wait for a quiet moment"));
    all.add(new ChangedSetting("min-uptime", "20s", "1m", "how young is too young"));
    all.add(new ChangedSetting("warmup", "5s", "10s", "when a started server counts as warm"));
    if (rounds > 3) {
      all.add(
          new ChangedSetting("restart.max-per-hour", "60", "3", "restarts of one server an hour"));
      all.add(
          new ChangedSetting(
              "cluster.max-per-hour", "60", "12", "rejuvenations in the cluster an hour"));
    }
    return all;
  }

  @Override
  public String toString() {
    return "perennial." + key + "=" + value + " (default " + standard + "): " + why;
  }
}
