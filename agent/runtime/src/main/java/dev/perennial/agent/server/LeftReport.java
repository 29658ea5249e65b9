package dev.perennial.agent.server;

import dev.perennial.agent.duplex.Unmoved;
import dev.perennial.agent.log.Audit;
import dev.perennial.agent.log.Log;
import java.util.List;
import java.util.function.Consumer;

/**
 * Says what a hand-over has left behind: each in the audit, all of it in one alert. Thread-safe.
 */
public final class LeftReport implements Consumer<List<Unmoved>> {
  private static final int NAMED = 5;

  private final String server;
  private final Audit audit;
  private final Log log;

  public LeftReport(String server, Audit audit, Log log) {
    this.server = server;
    this.audit = audit;
    this.log = log;
  }

  @Override
  public void accept(List<Unmoved> left) {
    left.forEach(one -> audit.record("this server", "hand-over of " + server, one.line()));
    log.warn(alert(left));
  }

  static String alert(List<Unmoved> left) {
    long whole = left.stream().filter(Unmoved::isWhole).count();
    StringBuilder text = new StringBuilder("The hand-over left behind ");
    text.append(whole).append(" sessions and ").append(left.size() - whole);
    text.append(" attributes of others (loss L5), because the application's code cannot write or");
    text.append(" read them; audit.log names them all: ");
    for (int i = 0; i < Math.min(NAMED, left.size()); i++) {
      text.append(i == 0 ? "" : "; ").append(left.get(i).line());
    }
    return text.toString();
  }
}
