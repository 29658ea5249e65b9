package dev.perennial.agent.rejuvenation;

import dev.perennial.agent.history.Footprint;
import dev.perennial.agent.log.Log;
import dev.perennial.agent.log.Suppressed;
import dev.perennial.agent.restart.MemoryReserve;
import dev.perennial.agent.restart.RestartAbility;
import dev.perennial.agent.restart.RestartInPlace;
import dev.perennial.agent.restart.Veto;
import dev.perennial.agent.server.HandoverFile;
import dev.perennial.agent.server.NextLife;
import dev.perennial.agent.server.Rejuvenation;
import dev.perennial.agent.server.RestartLook;
import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.roster.ServerEntry;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Carries out the rejuvenation signal: the gentle steps, then the restart. Whatever can forbid the
 * restart is asked before; what fails before it leaves the server relaying as it did. Thread-safe.
 */
public final class Rejuvenator implements Rejuvenation, RestartLook {
  private final PreparedRestart prepared;
  private final CleaningLadder ladder;
  private final Departures departures;
  private final HandoverFile noteFile;
  private final NextLife nextLife;
  private final Account account;
  private final LentThread thread;
  private final Log log;
  private final MemoryReserve memory = new MemoryReserve(Runtime.getRuntime().maxMemory());
  private volatile boolean restarting;
  private volatile @Nullable GivenUp givenUp;

  /**
   * Sets memory aside for the way to the restart; begins nothing.
   *
   * @param noteFile where the note for the next life is kept
   * @param nextLife what is in it, and how the cluster is left for it
   * @param thread that it runs on
   */
  public Rejuvenator(
      PreparedRestart prepared,
      CleaningLadder ladder,
      Departures departures,
      HandoverFile noteFile,
      NextLife nextLife,
      Account account,
      LentThread thread,
      Log log) {
    this.prepared = prepared;
    this.ladder = ladder;
    this.departures = departures;
    this.noteFile = noteFile;
    this.nextLife = nextLife;
    this.account = account;
    this.thread = thread;
    this.log = log;
    memory.take();
  }

  @Override
  public boolean isRestarting() {
    return restarting;
  }

  @Override
  public void begin(ServerEntry self, Roster roster) {
    givenUp = null;
    thread.execute(() -> run(self, roster));
  }

  @Override
  public void lendThread() {
    thread.lend();
  }

  @Override
  public void refuseClients() throws InterruptedException {
    departures.refuseClients(prepared);
  }

  @Override
  public String obstacle() {
    return obstacle(prepared::vetoes, false);
  }

  @Override
  public String obstacle(boolean changesAccepted) {
    return obstacle(prepared::vetoesNow, changesAccepted);
  }

  private String obstacle(Function<RestartInPlace, List<Veto>> look, boolean changesAccepted) {
    try {
      RestartInPlace restart = prepared.require();
      String ofNote = noteFile.obstacle();
      String first = ofNote.isEmpty() ? departures.obstacle(restart) : ofNote;
      return first.isEmpty() ? Vetoes.forbidding(look.apply(restart), changesAccepted) : first;
    } catch (IllegalStateException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Override
  public List<String> notChecked() {
    return prepared.inPlace().get().map(RestartInPlace::notChecked).orElse(List.of());
  }

  @Override
  public @Nullable GivenUp givenUp(long round) {
    GivenUp last = givenUp;
    return last != null && last.round() == round ? last : null;
  }

  private void run(ServerEntry self, Roster roster) {
    account.begins(self, roster);
    try {
      rejuvenate(self, roster);
    } catch (IOException | RuntimeException | LinkageError | OutOfMemoryError e) {
      failed(self, "failed before the restart: " + e, e);
    } catch (TooEarlyException e) {
      failed(self, "is held: " + e.getMessage(), null);
    } catch (InterruptedException e) {
      failed(self, "interrupted before the restart", e);
      Thread.currentThread().interrupt();
    }
  }

  private void failed(ServerEntry self, String outcome, @Nullable Throwable cause) {
    restarting = false;
    log.error("rejuvenation", Account.title(self) + " " + outcome + "; this server stays", cause);
    account.failed(self, outcome);
    // It was seen to be there long ago, perhaps; what this process has may be all there is.
    givenUp = new GivenUp(self.round(), outcome, nextLife.lastLook().isConfirmed(self));
    memory.take();
  }

  private void rejuvenate(ServerEntry self, Roster roster)
      throws IOException, InterruptedException, TooEarlyException {
    memory.release();
    RestartInPlace restart = prepared.require();
    Footprint before = Footprint.now();
    account.note(self, before, null);
    // Anew only where what it is started with has changed.
    restart.rehearse();
    boolean accepts = prepared.acceptsChanges().getAsBoolean();
    String obstacle = obstacle(accepts);
    if (!obstacle.isEmpty()) {
      failed(self, "is held: " + obstacle, null);
      return;
    }
    account.note(self, before, climb(self));
    // The steps have taken their time: a jar may have been replaced meanwhile.
    List<Veto> vetoes = prepared.vetoesNow(restart);
    String changed = Vetoes.forbidding(vetoes, accepts);
    if (!changed.isEmpty()) {
      failed(self, "is held: " + changed, null);
      return;
    }
    if (accepts) {
      log.info("another version is accepted by an operator: " + Vetoes.all(vetoes));
    }
    restart(self, roster, restart, vetoes);
  }

  /** Where there is no memory left for evidence and cleaning, the restart is all that helps. */
  private CleaningLadder.@Nullable Climb climb(ServerEntry self) throws InterruptedException {
    try {
      return ladder.climb(account.reason(self));
    } catch (OutOfMemoryError e) {
      Suppressed.count(e, "ladder");
      log.warn("ladder", "no memory for evidence and cleaning: the restart comes at once", e);
      return null;
    }
  }

  private void restart(ServerEntry self, Roster roster, RestartInPlace restart, List<Veto> vetoes)
      throws IOException, InterruptedException, TooEarlyException {
    boolean inPlace = restart.ability() instanceof RestartAbility.Exec && Vetoes.allowExec(vetoes);
    noteFile.write(nextLife.note(self, roster));
    Departure departure = departures.begin(restart, inPlace);
    restarting = true;
    boolean armed = false;
    try {
      departures.quiesce(departure);
      // Clients have taken their time to go: what was deleted meanwhile is seen here or never.
      String gone =
          Vetoes.forbidding(prepared.vetoesNow(restart), prepared.acceptsChanges().getAsBoolean());
      String early = gone.isEmpty() ? nextLife.lastLook().depart(self) : gone;
      if (!early.isEmpty()) {
        throw new TooEarlyException(early);
      }
      arm(restart, departure, inPlace, vetoes);
      armed = true;
    } finally {
      if (!armed) {
        departure.undo();
      }
    }
    leaveCluster();
    account.restarts(self, inPlace);
    log.info("restarting");
    restart.restart();
  }

  private void arm(
      RestartInPlace restart, Departure departure, boolean inPlace, List<Veto> vetoes) {
    if (inPlace) {
      prepared.arm(restart, departure);
    } else {
      restart.armExit();
      log.warn("this process ends for its supervisor to restart: " + Vetoes.all(vetoes));
    }
  }

  /**
   * What was handed over would be lost, nobody could go on deciding, or no next life would come.
   */
  private static final class TooEarlyException extends Exception {
    private static final long serialVersionUID = 1L;

    TooEarlyException(String why) {
      super(why);
    }
  }

  /**
   * From here on there is no way back: a cluster that cannot be left in order is left all the same.
   */
  private void leaveCluster() {
    try {
      nextLife.leaveCluster();
    } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
      Suppressed.count(e, "leave");
      log.warn("leave", "the cluster could not be left in order", e);
    }
  }
}
