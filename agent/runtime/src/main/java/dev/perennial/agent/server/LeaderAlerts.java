package dev.perennial.agent.server;

import dev.perennial.agent.alert.Alert;
import dev.perennial.coordinator.reconcile.Reconciler;
import dev.perennial.coordinator.roster.Decision;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Says what a leader's plan comes to. Alerts are repeated by each plan for as long as they hold; a
 * person is told once, and told when they are over. For one thread.
 */
public final class LeaderAlerts {
  private final String cluster;
  private final Channels channels;
  private final Consumer<String> info;
  private final Consumer<String> warn;
  private final InstantSource clock;

  /** What holds, as of the last round. */
  private List<Decision.Alert> lasting = List.of();

  /** What tells people who are not looking. */
  public interface Channels {
    /** Takes all that holds now, or has just happened. */
    void hold(List<Alert> present);

    /** Another member leads from now on: nothing is taken back. */
    void forget();
  }

  /**
   * @param cluster its name
   * @param info for the log
   * @param warn for the log
   */
  public LeaderAlerts(
      String cluster,
      Channels channels,
      Consumer<String> info,
      Consumer<String> warn,
      InstantSource clock) {
    this.cluster = cluster;
    this.channels = channels;
    this.info = info;
    this.warn = warn;
    this.clock = clock;
  }

  /** Takes a round. */
  public void tell(Reconciler.Round round) {
    if (round instanceof Reconciler.Round.Led led) {
      tell(led);
    } else if (!lasting.isEmpty()) {
      lasting = List.of();
      channels.forget();
    }
  }

  private void tell(Reconciler.Round.Led led) {
    led.change().ifPresent(change -> info.accept("plan: " + change.reason()));
    List<Decision.Alert> now = new ArrayList<>(led.alerts());
    List<Decision.Alert> ended = lasting.stream().filter(last -> !has(now, last)).toList();
    if (led.change().isPresent()) {
      // A plan that changes something may leave out what it has not come to.
      now.addAll(ended);
    } else {
      ended.forEach(alert -> info.accept("over: " + line(alert)));
    }
    channels.hold(
        now.stream()
            .filter(alert -> alert.kind() != Decision.Alert.Kind.WAITING)
            .map(this::alert)
            .toList());
    led.alerts().stream()
        .filter(alert -> !lasting.contains(alert))
        .flatMap(alert -> line(alert).lines())
        .forEach(warn);
    lasting = now.stream().filter(alert -> alert.kind().lasts()).toList();
  }

  /** Words may change while it goes on being the same. */
  private static boolean has(List<Decision.Alert> alerts, Decision.Alert sought) {
    return alerts.stream()
        .anyMatch(a -> a.kind() == sought.kind() && a.server().equals(sought.server()));
  }

  private static String line(Decision.Alert alert) {
    return alert.kind() + " " + alert.server() + ": " + alert.text();
  }

  private Alert alert(Decision.Alert alert) {
    return new Alert(
        clock.instant(),
        cluster,
        alert.server(),
        alert.kind().name(),
        alert.kind().lasts() ? Alert.State.HOLDS : Alert.State.EVENT,
        alert.text());
  }
}
