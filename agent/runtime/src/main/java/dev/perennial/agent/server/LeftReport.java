package dev.perennial.agent.server;

import dev.perennial.agent.duplex.Leftovers;
import dev.perennial.agent.duplex.Unmoved;
import dev.perennial.agent.log.Audit;
import dev.perennial.agent.log.Log;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Says what a hand-over has left behind: each in the audit, all of it in one alert. Thread-safe.
 */
public final class LeftReport implements Consumer<Leftovers> {
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
  public void accept(Leftovers left) {
    left.lines().forEach(one -> audit.record("this server", "hand-over of " + server, one));
    log.warn(alert(left));
  }

  static String alert(Leftovers left) {
    List<String> parts = new ArrayList<>();
    left.noRoom().ifPresent(some -> parts.add(some.line()));
    if (!left.unmoved().isEmpty()) {
      parts.add(ofApplication(left.unmoved()));
    }
    return "The hand-over left behind (loss L5) " + String.join("; and ", parts);
  }

  private static String ofApplication(List<Unmoved> left) {
    long whole = left.stream().filter(Unmoved::isWhole).count();
    StringBuilder text = new StringBuilder();
    text.append(whole).append(" sessions and ").append(left.size() - whole);
    text.append(" attributes of others, because the application's code cannot write or");
    text.append(" read them; audit.log names them all: ");
    for (int i = 0; i < Math.min(NAMED, left.size()); i++) {
      text.append(i == 0 ? "" : "; ").append(left.get(i).line());
    }
    return text.toString();
  }
}
