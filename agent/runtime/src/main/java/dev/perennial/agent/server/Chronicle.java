package dev.perennial.agent.server;

import dev.perennial.agent.history.Footprint;
import dev.perennial.agent.history.RejuvenationHistory;
import dev.perennial.agent.log.Audit;
import dev.perennial.agent.status.PastRejuvenation;
import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.roster.ServerEntry;
import dev.perennial.coordinator.roster.Stage;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Follows this server from stage to stage: each change goes to the audit, and how a rejuvenation
 * ended to the history. Thread-safe.
 */
public final class Chronicle implements StageListener {
  private final RejuvenationHistory history;
  private final Audit audit;
  private final InstantSource clock;
  private final Supplier<Footprint> footprint;

  private @Nullable ServerEntry last;
  private @Nullable Beginning beginning;

  private record Beginning(long round, Instant at, String reason, @Nullable String successor) {}

  public Chronicle(
      RejuvenationHistory history,
      Audit audit,
      InstantSource clock,
      Supplier<Footprint> footprint) {
    this.history = history;
    this.audit = audit;
    this.clock = clock;
    this.footprint = footprint;
  }

  @Override
  public synchronized void changed(ServerEntry self, Roster roster) {
    ServerEntry before = last;
    last = self;
    if (before != null && before.stage() == self.stage()) {
      return;
    }
    audit.record(
        "roster epoch " + roster.epoch(),
        self.name() + " to " + self.stage() + ", " + self.role(),
        self.reason());
    Beginning known = beginning;
    if (begins(self.stage()) && (known == null || known.round() != self.round())) {
      beginning =
          new Beginning(
              self.round(),
              Instant.ofEpochMilli(self.sinceMillis()),
              self.reason(),
              self.successor());
    } else if (self.stage() == Stage.IN_SERVICE || self.stage() == Stage.OUT) {
      ended(self);
    }
  }

  private static boolean begins(Stage stage) {
    return stage.isRejuvenation() && stage != Stage.RETURNING;
  }

  private void ended(ServerEntry self) {
    String outcome =
        self.stage() == Stage.OUT ? "stays out: " + self.reason() : PastRejuvenation.REJUVENATED;
    boolean noted =
        history
            .finish(clock.instant(), outcome, footprint.get(), ProcessHandle.current().pid())
            .isPresent();
    Beginning begun = beginning;
    beginning = null;
    // What failed on the way to the restart has been noted by who carried it out.
    boolean known = history.all().stream().anyMatch(e -> e.round() == self.round());
    if (!noted && begun != null && !known) {
      history.add(givenUp(begun, self));
    }
  }

  /** Before the restart: nothing was cleaned, and nothing stayed moved. */
  private PastRejuvenation givenUp(Beginning begun, ServerEntry self) {
    Footprint now = footprint.get();
    long pid = ProcessHandle.current().pid();
    return new PastRejuvenation(
        begun.round(),
        begun.at(),
        clock.instant(),
        "given up: " + self.reason(),
        begun.reason(),
        begun.successor(),
        PastRejuvenation.Moving.NONE,
        0,
        0,
        now.heapBytes(),
        now.heapBytes(),
        now.residentBytes(),
        now.residentBytes(),
        pid,
        pid,
        null);
  }

  /** Returns when the round of an entry began. */
  public synchronized Instant begun(ServerEntry self) {
    Beginning known = beginning;
    return known != null && known.round() == self.round()
        ? known.at()
        : Instant.ofEpochMilli(self.sinceMillis());
  }

  /** Returns why the round of an entry began, in words. */
  public synchronized String reason(ServerEntry self) {
    Beginning known = beginning;
    return known != null && known.round() == self.round() ? known.reason() : self.reason();
  }
}
