package dev.perennial.agent.boot;

import dev.perennial.agent.log.Log;
import dev.perennial.agent.log.Suppressed;
import dev.perennial.agent.server.OneAtATime;

/** What looks at the application from time to time, on a thread that may wait for it. */
record Looks(Workers workers, Log log) {

  /** Looks again and again; a look that fails is told, and the next one comes all the same. */
  void every(long firstSeconds, long seconds, String name, OneAtATime.Task look) {
    OneAtATime guarded =
        new OneAtATime(
            look,
            workers.work(),
            e -> {
              Suppressed.count(e, name);
              log.warn(name, "a look at the application failed (" + name + ")", e);
            });
    workers.every(workers.timer(), firstSeconds, seconds, guarded::turn);
  }
}
