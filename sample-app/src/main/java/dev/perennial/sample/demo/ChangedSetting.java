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

  /** Returns those of a run of so many rounds. */
  static List<ChangedSetting> all(int rounds) {
    return all(rounds, "10s", "5s", "20s", "5s");
  }

  /** Returns those of a quick run. */
  static List<ChangedSetting> quick(int rounds) {
    return all(rounds, "2s", "2s", "5s", "2s");
  }

  /** Returns those of a tiny run, whose heap must not be full before it was handed over. */
  static List<ChangedSetting> tiny(int rounds) {
    List<ChangedSetting> all = quick(rounds);
    all.add(new ChangedSetting("limit.heap.live", "0.70", "0.85", "how full is too full"));
    return all;
  }

  private static List<ChangedSetting> all(
      int rounds, String hold, String quiet, String uptime, String warm) {
    List<ChangedSetting> all = new ArrayList<>();
    all.add(new ChangedSetting("hold-time", hold, "5m", "how long a limit must be exceeded"));
    all.add(new ChangedSetting("quiet.wait", quiet, "5m", "how long to wait for a quiet moment"));
    all.add(new ChangedSetting("min-uptime", uptime, "1m", "how young is too young"));
    all.add(new ChangedSetting("warmup", warm, "10s", "when a started server counts as warm"));
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
