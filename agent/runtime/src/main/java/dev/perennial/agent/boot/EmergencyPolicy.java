package dev.perennial.agent.boot;

import dev.perennial.agent.container.Container;
import dev.perennial.agent.container.Listener;
import dev.perennial.agent.duplex.Containers;
import dev.perennial.agent.guard.EmergencyNote;
import dev.perennial.agent.guard.Standing;
import dev.perennial.agent.guard.SuddenDeathGuard;
import dev.perennial.agent.history.RejuvenationHistory;
import dev.perennial.agent.log.Log;
import dev.perennial.agent.restart.EmergencyLaunch;
import dev.perennial.agent.restart.ListenAddress;
import dev.perennial.agent.restart.RestartAbility;
import dev.perennial.agent.restart.RestartInPlace;
import dev.perennial.agent.restart.Veto;
import dev.perennial.agent.server.Operator;
import dev.perennial.agent.settings.Key;
import dev.perennial.agent.settings.Settings;
import dev.perennial.coordinator.roster.Report;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells the guard whether it may restart this server without duplexing: looked at every few seconds
 * while all is well, as the guard asks nobody when it comes to it. For the agent's loop.
 */
final class EmergencyPolicy {
  private static final int TURNS_BETWEEN_LOOKS = 5;

  private final Parts parts;
  private int turns;
  private String said = "";

  /**
   * What it goes by.
   *
   * @param isReady whether all that arming needs can be had
   * @param restart as prepared, or null
   * @param last the emergency that this life began with
   * @param standing what the cluster can do for this server
   * @param handover where the hand-over note is from the switch on
   */
  record Parts(
      SuddenDeathGuard guard,
      Settings settings,
      Operator operator,
      BooleanSupplier isReady,
      Supplier<@Nullable RestartInPlace> restart,
      Containers containers,
      RejuvenationHistory history,
      Optional<EmergencyNote> last,
      Supplier<Standing> standing,
      Path handover,
      @Nullable String agentOption,
      Log log,
      InstantSource clock) {}

  EmergencyPolicy(Parts parts) {
    this.parts = parts;
  }

  /** Does a turn. */
  void tick() {
    parts.guard().turn(parts.standing().get(), parts.containers().sessions());
    // What is allowed was settled beforehand: in the emergency itself no look is worth its risk.
    if (turns++ % TURNS_BETWEEN_LOOKS != 0 || parts.guard().isCritical()) {
      return;
    }
    if (!parts.settings().text(Key.EMERGENCY).equals("restart")
        || !parts.isReady().getAsBoolean()) {
      return;
    }
    String obstacle = obstacle();
    boolean armed = obstacle.isEmpty() && arm();
    if (!armed) {
      parts.guard().disarm();
    }
    say(
        armed
            ? "perennial.emergency=restart: the guard is ready"
                + (parts.guard().isNative() ? "" : ", in Java alone")
            : "perennial.emergency=restart: no restart without duplexing now: " + obstacle);
  }

  private void say(String what) {
    if (!what.equals(said)) {
      said = what;
      parts.log().info("emergency " + what, what);
    }
  }

  /** Returns why an emergency restart is not allowed now, in words; empty if it is. */
  private String obstacle() {
    Settings settings = parts.settings();
    Report.Action action = settings.choice(Key.ACTION, Report.Action.class);
    Report.Order order = parts.operator().order();
    if (action != Report.Action.AUTOMATIC) {
      return "perennial.action is " + settings.text(Key.ACTION) + ", it needs automatic";
    }
    if (order == Report.Order.HOLD || order == Report.Order.LEAVE) {
      return "this server is " + (order == Report.Order.HOLD ? "held by an operator" : "stopping");
    }
    RestartInPlace restart = parts.restart().get();
    if (restart == null || !(restart.ability() instanceof RestartAbility.Exec)) {
      return "this server cannot be restarted in place";
    }
    List<Veto> vetoes = restart.check();
    if (!vetoes.isEmpty()) {
      return String.join("; ", vetoes.stream().map(Veto::text).toList());
    }
    int most = settings.number(Key.RESTART_MAX_PER_HOUR);
    String cap = RestartCap.obstacle(parts.history().all(), most, parts.clock().instant());
    // Where the history could not be written, the lives have counted for themselves.
    long told = parts.last().map(note -> note.withinHour(parts.clock().instant())).orElse(0L);
    return cap.isEmpty() && told >= most
        ? "it was restarted " + told + " times in an emergency within the hour"
        : cap;
  }

  private boolean arm() {
    RestartInPlace restart = parts.restart().get();
    String note =
        EmergencyNote.beginning(EmergencyLaunch.VARIABLE, parts.last(), parts.clock().instant());
    Optional<EmergencyLaunch> launch =
        restart == null
            ? Optional.empty()
            : restart.emergency(parts.agentOption(), note, parts.handover());
    return launch.isPresent() && parts.guard().arm(launch.get(), listening());
  }

  private Set<ListenAddress> listening() {
    Set<ListenAddress> addresses = new HashSet<>();
    if (parts.settings().text(Key.SOCKETS).equals("keep")) {
      for (Container container : parts.containers().all()) {
        for (Listener listener : container.listeners()) {
          addresses.add(ListenAddress.of(listener.host(), listener.port()));
        }
      }
    }
    return addresses;
  }
}
