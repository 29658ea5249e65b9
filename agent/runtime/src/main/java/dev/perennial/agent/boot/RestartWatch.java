package dev.perennial.agent.boot;

import dev.perennial.agent.log.Log;
import dev.perennial.agent.rejuvenation.StartFileWatch;
import dev.perennial.agent.restart.RestartAbility;
import dev.perennial.agent.restart.RestartInPlace;
import dev.perennial.agent.server.RestartLook;
import java.util.Optional;

/**
 * Looks from time to time whether this server could restart, and says so when that changes. For a
 * thread that may wait: a rehearsal takes as long as a JVM's start.
 */
final class RestartWatch {
  private final LateRestart restart;
  private final StartFileWatch files;
  private final RestartLook look;
  private final Log log;
  private String said = "";

  RestartWatch(LateRestart restart, StartFileWatch files, RestartLook look, Log log) {
    this.restart = restart;
    this.files = files;
    this.look = look;
    this.log = log;
  }

  void look() {
    files.look();
    Optional<RestartInPlace> prepared = restart.prepared();
    if (prepared.isEmpty() || prepared.get().ability() instanceof RestartAbility.None) {
      return;
    }
    int reaped = prepared.get().reapFormerChildren();
    if (reaped > 0) {
      log.info(reaped + " child processes of the life before have ended");
    }
    if (restart.isApplicationUp()) {
      prepared.get().rehearse();
    }
    String obstacle = look.obstacle(false);
    if (!obstacle.equals(said)) {
      said = obstacle;
      if (obstacle.isEmpty()) {
        log.info("nothing forbids a restart of this server any more");
      } else {
        log.warn("a restart of this server is held: " + obstacle);
      }
    }
  }
}
