package dev.perennial.agent.server;

import dev.perennial.agent.alert.Alert;
import dev.perennial.coordinator.reconcile.Reconciler;
import dev.perennial.coordinator.roster.Decision;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/**
 * Says what a leader's plan comes to. Alerts are repeated by each plan for as long as they hold; a
 * person is told once. For one thread.
 */
public final class LeaderAlerts {
  private final String cluster;
  private final Consumer<List<Alert>> channels;
  private final Consumer<String> info;
  private final Consumer<String> warn;
  private final InstantSource clock;
  private List<String> last = List.of();

  /**
   * @param cluster its name
   * @param channels take all alerts for people who are not looking that hold now
   * @param info for the log
   * @param warn for the log
   */
  public LeaderAlerts(
      String cluster,
      Consumer<List<Alert>> channels,
      Consumer<String> info,
      Consumer<String> warn,
      InstantSource clock) {
    this.cluster = cluster;
    this.channels = channels;
    this.info = info;
    this.warn = warn;
    this.clock = clock;
  }

  /** Takes a round that this member has led. */
  public void tell(Reconciler.Round.Led led) {
    led.change().ifPresent(change -> info.accept("plan: " + change.reason()));
    channels.accept(
        led.alerts().stream()
            .filter(alert -> alert.kind() != Decision.Alert.Kind.WAITING)
            .map(this::alert)
            .toList());
    List<String> lines =
        led.alerts().stream().map(a -> a.kind() + " " + a.server() + ": " + a.text()).toList();
    if (!lines.equals(last)) {
      last = lines;
      lines.stream().flatMap(String::lines).forEach(warn);
    }
  }

  private Alert alert(Decision.Alert alert) {
    return new Alert(clock.instant(), cluster, alert.server(), alert.kind().name(), alert.text());
  }
}
