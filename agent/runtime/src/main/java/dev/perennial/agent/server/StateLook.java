package dev.perennial.agent.server;

import dev.perennial.agent.container.Elsewhere;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Looks whether applications keep their state where nobody can move it from: says so once, and
 * returns what forbids to hand over without an order. For the agent's loop alone.
 */
public final class StateLook implements Supplier<String> {
  private final Supplier<List<Elsewhere>> elsewhere;
  private final Supplier<String> otherObstacle;
  private final Consumer<String> info;
  private final Consumer<String> warn;
  private final Set<Elsewhere> said = new LinkedHashSet<>();

  /**
   * @param otherObstacle what else forbids it, in words; empty for nothing
   * @param info for the log
   * @param warn for the log
   */
  public StateLook(
      Supplier<List<Elsewhere>> elsewhere,
      Supplier<String> otherObstacle,
      Consumer<String> info,
      Consumer<String> warn) {
    this.elsewhere = elsewhere;
    this.otherObstacle = otherObstacle;
    this.info = info;
    this.warn = warn;
  }

  @Override
  public String get() {
    List<Elsewhere> now = elsewhere.get();
    said.removeIf(
        each -> {
          boolean gone = !now.contains(each);
          if (gone) {
            info.accept("over: " + each.line());
          }
          return gone;
        });
    for (Elsewhere each : now) {
      if (said.add(each)) {
        (each.veto() ? warn : info).accept(each.line());
      }
    }
    return obstacle(now, otherObstacle);
  }

  /** Returns a look at the restart that also tells what forbids to hand over. */
  public static RestartLook and(Supplier<List<Elsewhere>> elsewhere, RestartLook restart) {
    return new RestartLook() {
      @Override
      public String obstacle(boolean changesAccepted) {
        return StateLook.obstacle(elsewhere.get(), () -> restart.obstacle(changesAccepted));
      }

      @Override
      public List<String> notChecked() {
        return restart.notChecked();
      }
    };
  }

  /**
   * Returns what forbids to hand over, in words; empty if nothing does.
   *
   * @param other what else forbids it
   */
  public static String obstacle(List<Elsewhere> elsewhere, Supplier<String> other) {
    return elsewhere.stream()
        .filter(Elsewhere::veto)
        .map(Elsewhere::line)
        .findFirst()
        .orElseGet(other);
  }
}
