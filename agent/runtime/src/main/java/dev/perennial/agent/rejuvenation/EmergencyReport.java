package dev.perennial.agent.rejuvenation;

import dev.perennial.agent.guard.EmergencyNote;
import dev.perennial.agent.history.Footprint;
import dev.perennial.agent.history.RejuvenationHistory;
import dev.perennial.agent.log.Audit;
import dev.perennial.agent.log.Log;
import dev.perennial.agent.restart.HandoverNote;
import dev.perennial.agent.status.PastRejuvenation;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Says in the life after it what an emergency restart was for, and what it has cost. */
public final class EmergencyReport {
  private EmergencyReport() {}

  public static void tell(
      EmergencyNote note,
      Optional<HandoverNote> handover,
      String server,
      RejuvenationHistory history,
      Audit audit,
      Log log,
      Instant now) {
    String outcome =
        PastRejuvenation.EMERGENCY_RESTART + ": " + note.reason() + "; " + cost(note, handover);
    log.warn(
        "emergency",
        outcome
            + "; critical at "
            + note.critical()
            + ", "
            + millis(note.firstSign(), note.critical())
            + " ms after the first sign, restarted at "
            + note.restarted()
            + ", after "
            + millis(note.firstSign(), note.restarted())
            + " ms",
        null);
    audit.record("the guard", PastRejuvenation.EMERGENCY_RESTART + " of " + server, outcome);
    Footprint young = Footprint.now();
    long pid = ProcessHandle.current().pid();
    // A rejuvenation that was under way ended so; otherwise it is an entry of its own.
    if (history.finish(now, outcome, young, pid).isEmpty()) {
      history.add(
          new PastRejuvenation(
              0,
              note.critical(),
              now,
              outcome,
              note.reason(),
              null,
              PastRejuvenation.Moving.NONE,
              0,
              0,
              -1,
              young.heapBytes(),
              -1,
              young.residentBytes(),
              pid,
              pid,
              null));
    }
  }

  /** What the guard was told last was before the switch, if its loop has had no turn since. */
  private static String cost(EmergencyNote note, Optional<HandoverNote> handover) {
    return handover
        .filter(before -> !before.successor().isEmpty())
        .map(before -> "no session is lost: they had been handed over to " + before.successor())
        .orElse(note.sessions() + " sessions are lost (L4)");
  }

  private static long millis(Instant from, Instant to) {
    return Math.max(0, Duration.between(from, to).toMillis());
  }
}
