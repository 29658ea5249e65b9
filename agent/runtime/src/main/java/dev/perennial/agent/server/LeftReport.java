package dev.perennial.agent.server;

import dev.perennial.agent.duplex.Leftovers;
import dev.perennial.agent.log.Audit;
import dev.perennial.agent.log.Log;
import java.util.function.Consumer;

/**
 * Says what a hand-over has left behind: each in the audit, all of it in one alert. Thread-safe.
 */
public final class LeftReport implements Consumer<Leftovers> {
  private final String server;
  private final Audit audit;
  private final Log log;

  public LeftReport(String server, Audit audit, Log log) {
    this.server = server;
    this.audit = audit;
    this.log = log;
  }

  @Override
  public void accept(Leftovers left) {
    left.lines().forEach(one -> audit.record("this server", "hand-over of " + server, one));
    log.warn(left.words());
  }
}
