package dev.perennial.agent.server;

import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.roster.ServerEntry;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tells the log of each stage that this server comes to. For the agent's loop. */
public final class StageLog implements StageListener {
  private final Consumer<String> log;
  private @Nullable ServerEntry last;

  public StageLog(Consumer<String> log) {
    this.log = log;
  }

  @Override
  public void changed(ServerEntry self, Roster roster) {
    ServerEntry before = last;
    last = self;
    if (before == null
        || before.stage() != self.stage()
        || before.incarnation() != self.incarnation()) {
      log.accept("stage " + self.stage() + ", " + self.role() + ": " + self.reason());
    }
  }
}
