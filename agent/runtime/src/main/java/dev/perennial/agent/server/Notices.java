package dev.perennial.agent.server;

import dev.perennial.agent.settings.Key;
import dev.perennial.agent.settings.Settings;
import dev.perennial.coordinator.roster.Roster;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells an operator of what does not answer, once each time it begins, and when it is over. A start
 * takes its time, so nothing is said at first. Each method is for one thread.
 */
public final class Notices {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

  private final Settings settings;
  private final Reach reach;
  private final Consumer<String> info;
  private final Consumer<String> warn;
  private final Episode lonely;
  private final Episode unanswered;

  /**
   * @param reach is told whether this server is alone
   * @param nanos a clock such as {@link System#nanoTime}
   * @param info for the log
   * @param warn for the log
   */
  public Notices(
      Settings settings,
      Reach reach,
      LongSupplier nanos,
      Consumer<String> info,
      Consumer<String> warn) {
    this.settings = settings;
    this.reach = reach;
    this.info = info;
    this.warn = warn;
    this.lonely = new Episode(PATIENCE_NANOS, nanos);
    this.unanswered = new Episode(PATIENCE_NANOS, nanos);
  }

  /**
   * Looks at who is there of those that were given.
   *
   * @param self this server's name
   * @param alive names of the members, this server's among them
   */
  public void members(String self, Roster roster, Set<String> alive) {
    String own = settings.text(Key.CLUSTER_BIND) + ":" + settings.number(Key.CLUSTER_PORT);
    List<String> others =
        settings.addresses(Key.CLUSTER_MEMBERS).stream().filter(a -> !a.equals(own)).toList();
    String missed =
        Absence.of(self, roster, alive, others, settings.origin(Key.CLUSTER_MEMBERS).toString());
    switch (lonely.look(!missed.isEmpty())) {
      case BEGINS -> reach.lonely(missed);
      case OVER ->
          reach.inCompany(
              alive.size() > 1 ? "members now: " + alive.size() : "the others are being restarted");
      case NONE -> {}
    }
  }

  /**
   * Looks at whether the application has answered.
   *
   * @param refusal why it has not; null if it has
   */
  public void application(@Nullable String refusal) {
    switch (unanswered.look(refusal != null)) {
      case BEGINS ->
          warn.accept(
              "the application does not answer ("
                  + refusal
                  + "), so this server is neither available nor a successor");
      case OVER -> info.accept("over: the application did not answer; it answers now");
      case NONE -> {}
    }
  }
}
