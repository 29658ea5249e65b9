package dev.perennial.agent.rejuvenation;

import dev.perennial.agent.guard.EmergencyNote;
import dev.perennial.agent.restart.EmergencyLaunch;
import dev.perennial.agent.restart.RestartAbility;
import dev.perennial.agent.restart.Veto;
import dev.perennial.agent.server.Operator;
import dev.perennial.agent.server.RestartCap;
import dev.perennial.agent.settings.Key;
import dev.perennial.agent.settings.Settings;
import dev.perennial.agent.status.PastRejuvenation;
import dev.perennial.coordinator.roster.Report;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Tells whether the guard may restart this server without duplexing. For the agent's loop. */
public final class EmergencyRules {
  private final Settings settings;
  private final Operator operator;
  private final Supplier<List<PastRejuvenation>> history;
  private final Optional<EmergencyNote> last;
  private final InstantSource clock;

  /**
   * @param history of this server
   * @param last the emergency that this life began with
   */
  public EmergencyRules(
      Settings settings,
      Operator operator,
      Supplier<List<PastRejuvenation>> history,
      Optional<EmergencyNote> last,
      InstantSource clock) {
    this.settings = settings;
    this.operator = operator;
    this.history = history;
    this.last = last;
    this.clock = clock;
  }

  /** Returns whether an emergency restart is wanted at all. */
  boolean isWanted() {
    return settings.text(Key.EMERGENCY).equals("restart");
  }

  /** Returns whether the next life gets the listening sockets. */
  boolean keepsSockets() {
    return settings.text(Key.SOCKETS).equals("keep");
  }

  /** Returns what the next life is told of an emergency, begun beforehand. */
  String note() {
    return EmergencyNote.beginning(EmergencyLaunch.VARIABLE, last, clock.instant());
  }

  /**
   * Returns why an emergency restart is not allowed now, in words; empty if it is.
   *
   * @param ability of this process to restart
   * @param check what speaks against a restart in place; looks at files
   */
  String obstacle(RestartAbility ability, Supplier<List<Veto>> check) {
    String ofOrders = obstacleOfOrders();
    if (!ofOrders.isEmpty()) {
      return ofOrders;
    }
    if (!(ability instanceof RestartAbility.Exec)) {
      return "this server cannot be restarted in place";
    }
    List<Veto> vetoes = check.get();
    return vetoes.isEmpty() ? obstacleOfHistory() : Vetoes.all(vetoes);
  }

  private String obstacleOfOrders() {
    if (settings.choice(Key.ACTION, Report.Action.class) != Report.Action.AUTOMATIC) {
      return "perennial.action is " + settings.text(Key.ACTION) + ", it needs automatic";
    }
    return switch (operator.order()) {
      case HOLD -> "this server is held by an operator";
      case LEAVE -> "this server is stopping";
      case NONE, REJUVENATE, APPROVE, RELEASE -> "";
    };
  }

  private String obstacleOfHistory() {
    Instant now = clock.instant();
    int most = settings.number(Key.RESTART_MAX_PER_HOUR);
    String cap = RestartCap.obstacle(history.get(), most, now);
    // Where the history could not be written, the lives have counted for themselves.
    long told = last.map(note -> note.withinHour(now)).orElse(0L);
    return cap.isEmpty() && told >= most
        ? "it was restarted " + told + " times in an emergency within the hour"
        : cap;
  }
}
