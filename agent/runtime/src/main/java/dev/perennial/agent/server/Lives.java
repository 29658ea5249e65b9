package dev.perennial.agent.server;

import dev.perennial.agent.status.PastRejuvenation;
import dev.perennial.coordinator.policy.Cure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The lives of this server, as its history tells them. Pure. */
final class Lives {
  private static final List<String> NOT_JUDGED = List.of("ordered by an operator", "running time");

  private Lives() {}

  /**
   * Returns the lives that began with a restart, the present one last if it has been judged.
   *
   * @param judgedAt when the present one was found to be unstable; null if it was not
   * @param reason of that
   */
  static List<Cure.Life> of(
      List<PastRejuvenation> history, @Nullable Instant judgedAt, String reason) {
    List<Cure.Life> lives = new ArrayList<>();
    Instant born = null;
    for (PastRejuvenation past : history) {
      if (!past.outcome().equals(PastRejuvenation.REJUVENATED)) {
        continue;
      }
      if (born != null) {
        lives.add(life(born, past.begun(), past.reason()));
      }
      born = past.ended();
    }
    if (born != null && judgedAt != null) {
      lives.add(life(born, judgedAt, reason));
    }
    return lives;
  }

  private static Cure.Life life(Instant born, Instant judged, String reason) {
    Duration length = Duration.between(born, judged);
    boolean byVerdict = NOT_JUDGED.stream().noneMatch(reason::startsWith);
    // The clock may have been set back meanwhile.
    return new Cure.Life(length.isNegative() ? Duration.ZERO : length, byVerdict);
  }
}
