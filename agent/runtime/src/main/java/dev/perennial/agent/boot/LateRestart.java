package dev.perennial.agent.boot;

import dev.perennial.agent.log.Log;
import dev.perennial.agent.restart.RestartAbility;
import dev.perennial.agent.restart.RestartInPlace;
import dev.perennial.agent.settings.Key;
import dev.perennial.agent.settings.Settings;
import java.lang.instrument.Instrumentation;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Prepares the restart as soon as it may: that uses java.util.logging, whose first use belongs to
 * the application. Looks are for the agent's loop; the restart is for any thread.
 */
final class LateRestart {
  private final BooleanSupplier mayPrepare;
  private final Supplier<RestartInPlace> prepare;
  private final BooleanSupplier healthy;
  private final Settings settings;
  private final Log log;
  private volatile @Nullable RestartInPlace restart;
  private volatile boolean archivesWatched;

  /**
   * @param mayPrepare whether the application has had the first use
   * @param healthy whether the application is up, and so all the archives that it uses are open
   */
  LateRestart(
      BooleanSupplier mayPrepare,
      Supplier<RestartInPlace> prepare,
      BooleanSupplier healthy,
      Settings settings,
      Log log) {
    this.mayPrepare = mayPrepare;
    this.prepare = prepare;
    this.healthy = healthy;
    this.settings = settings;
    this.log = log;
  }

  static LateRestart of(Start start, BooleanSupplier healthy) {
    Instrumentation instrumentation = start.loading().instrumentation();
    return new LateRestart(
        () -> RestartInPlace.mayPrepare(instrumentation),
        () ->
            RestartInPlace.prepare(
                SettingsMapping.restart(start.settings()),
                instrumentation,
                start.loading().agentJar(),
                start.settings().secret().map(known -> LeftSecret.handOver(known, start))),
        healthy,
        start.settings(),
        start.log());
  }

  /** Returns it; empty until it is prepared. */
  Optional<RestartInPlace> prepared() {
    return Optional.ofNullable(restart);
  }

  /** Returns whether all is known that this life was started from. */
  boolean isApplicationUp() {
    return archivesWatched;
  }

  void look() {
    RestartInPlace known = restart;
    if (known == null) {
      if (mayPrepare.getAsBoolean()) {
        RestartInPlace prepared = prepare.get();
        tell(prepared.ability());
        restart = prepared;
      }
    } else if (!archivesWatched && healthy.getAsBoolean()) {
      known.watchOpenArchives();
      archivesWatched = true;
    }
  }

  private void tell(RestartAbility ability) {
    if (ability instanceof RestartAbility.Exec) {
      log.info("a rejuvenation restarts this server in place");
    } else if (ability instanceof RestartAbility.ExitOnly exit
        && !settings.text(Key.RESTART).equals("exit")) {
      log.warn(
          "perennial.restart="
              + settings.text(Key.RESTART)
              + ": this server cannot be restarted in place ("
              + exit.reason()
              + "); a rejuvenation ends its process with status "
              + settings.number(Key.RESTART_EXIT_STATUS)
              + ", for a supervisor to start it again (allowed, and then not said:"
              + " perennial.restart=exit); where there is none, set perennial.restart=none");
    } else if (ability instanceof RestartAbility.None none
        && settings.text(Key.RESTART).equals("exec")) {
      log.warn("perennial.restart=exec: this server is never restarted: " + none.reason());
    } else {
      log.info("restart: " + settings.text(Key.RESTART));
    }
  }
}
