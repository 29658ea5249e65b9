package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.testing.cluster.Server;
import dev.perennial.testing.consistency.SessionLoad;
import dev.perennial.testing.consistency.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * A server is killed; or it is frozen or cut off until the others have dealt with that.
 *
 * @param blow what happens to it
 * @param moment when
 */
record Hit(Blow blow, Moment moment) implements FaultCase.Course {
  private static final Duration END_LIMIT = Duration.ofSeconds(150);

  /** For a server that goes on to be in service again, or young. */
  private static final Duration BACK_LIMIT = Duration.ofSeconds(150);

  /** Longer than a successor's lease, and than the others need to see that it is gone. */
  private static final Duration FROZEN = Duration.ofSeconds(45);

  private static final int SESSIONS = 4;
  private static final int CLIENTS_EACH = 2;
  private static final int PAYLOAD = 2_000;
  private static final int SOME_REQUESTS = 40;

  enum Blow {
    KILL_SUCCESSOR("successor killed"),
    KILL_OLD("old server killed"),
    FREEZE_SUCCESSOR("successor frozen"),
    FREEZE_OLD("old server frozen"),
    CUT_SUCCESSOR("successor cut off from the other servers, not from clients"),
    CUT_OLD("old server cut off from the other servers, not from clients");

    private final String text;

    Blow(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }

    boolean hitsSuccessor() {
      return this == KILL_SUCCESSOR || this == FREEZE_SUCCESSOR || this == CUT_SUCCESSOR;
    }
  }

  @Override
  public boolean needsNetwork() {
    return blow == Blow.CUT_OLD || blow == Blow.CUT_SUCCESSOR;
  }

  @Override
  public FaultResult run(FaultCase of) throws Exception {
    try (FaultServers servers = new FaultServers(of)) {
      if (moment.comesAfterSync()) {
        servers.aging();
      }
      servers.start();
      try (SessionLoad load = new SessionLoad(SESSIONS, CLIENTS_EACH, PAYLOAD, servers::route)) {
        load.awaitMore(SOME_REQUESTS);
        Optional<LateRequest> late =
            freezesWhoHasTheSessions()
                ? Optional.of(new LateRequest(servers.old, servers.successor))
                : Optional.empty();
        moment.reach(servers);
        if (moment != Moment.OFFERING) {
          // That lasts no longer than it takes to miss a server that stands still.
          assertThat(servers.chosen()).as("successor of s1").isEqualTo(servers.successor.name);
        }
        late.ifPresent(LateRequest::begin);
        return strike(of, servers, load, late);
      }
    }
  }

  private boolean freezesWhoHasTheSessions() {
    return blow == Blow.FREEZE_SUCCESSOR && moment.compareTo(Moment.RETIRED) >= 0;
  }

  private FaultResult strike(
      FaultCase of, FaultServers servers, SessionLoad load, Optional<LateRequest> late)
      throws Exception {
    Server victim = blow.hitsSuccessor() ? servers.successor : servers.old;
    List<Server> alive = new ArrayList<>(servers.cluster.servers());
    long struck = System.nanoTime();
    switch (blow) {
      case KILL_SUCCESSOR, KILL_OLD -> {
        servers.unlist(victim);
        victim.kill();
        alive.remove(victim);
      }
      case FREEZE_SUCCESSOR, FREEZE_OLD -> {
        // As a balancer that asks its servers whether they live.
        servers.unlist(victim);
        FaultServers.signal(victim, "STOP");
      }
      case CUT_SUCCESSOR, CUT_OLD -> servers.network().cut(victim);
    }
    if (moment == Moment.OFFERING && victim != servers.successor) {
      FaultServers.signal(servers.successor, "CONT");
    }
    servers.openAll();
    Optional<StageWatch.Step> end =
        servers
            .watch()
            .awaitAfter(struck, step -> isEnd(step.stage()), isOldBack() ? FROZEN : END_LIMIT);
    List<String> wrong = new ArrayList<>();
    int before = lost(servers, load, wrong);
    switch (blow) {
      case KILL_SUCCESSOR, KILL_OLD -> {}
      case FREEZE_SUCCESSOR, FREEZE_OLD -> {
        lastFor(FROZEN, struck);
        FaultServers.signal(victim, "CONT");
      }
      case CUT_SUCCESSOR, CUT_OLD -> {
        lastFor(FROZEN, struck);
        servers.network().join(victim);
      }
    }
    if (blow == Blow.CUT_OLD) {
      // Its clients have asked it all the while, and do so when it is back.
      awaitBack(servers, wrong);
    }
    // The one that was hit is asked at once, and the others after it.
    alive.sort(Comparator.comparing(server -> server != victim));
    Verdict verdict = HandOver.finish(load, alive, wrong);
    // Where nobody else had the sessions, they are there again, after others had said "gone".
    if (verdict.anomalies() > before && of.expected() != Loss.L1) {
      wrong.add(verdict.anomalies() - before + " of these when the server that was hit came back");
    }
    List<Verdict> verdicts = new ArrayList<>(List.of(verdict));
    if (late.isPresent()) {
      verdicts.add(late.get().end(alive));
    }
    String back = isOldBack() ? awaitBack(servers, wrong) : "";
    end = end.or(() -> servers.watch().awaitAfter(struck, s -> isEnd(s.stage()), END_LIMIT));
    FaultResult result = HandOver.result(servers, verdicts, end, struck, wrong);
    return back.isEmpty() ? result : result.and(back);
  }

  /** Whether it is the old server that is hit and goes on. */
  private boolean isOldBack() {
    return blow == Blow.FREEZE_OLD || blow == Blow.CUT_OLD;
  }

  /** Waits until the old server, which goes on, is in service; says so, or what it is instead. */
  private static String awaitBack(FaultServers servers, List<String> wrong) {
    try {
      return "then IN_SERVICE ("
          + servers.watch().awaitNow("IN_SERVICE", BACK_LIMIT).reason()
          + ")";
    } catch (AssertionError e) {
      String what = "not in service again";
      if (!wrong.contains(what)) {
        wrong.add(what);
      }
      return "";
    }
  }

  /**
   * Returns how much is wrong by the time that the run has ended: what comes back later must not
   * change what clients see.
   */
  private int lost(FaultServers servers, SessionLoad load, List<String> wrong) {
    if (isOldBack()) {
      // What it has not handed over is nobody else's: it may be cut off, and serve them.
      return load.verdict().anomalies();
    }
    HandOver.awaitServed(load, wrong);
    return HandOver.finish(load, List.of(servers.bystander), wrong).anomalies();
  }

  /** The length of a fault, and no time in which something is awaited. */
  private static void lastFor(Duration duration, long sinceNanos) {
    long left = duration.toNanos() - (System.nanoTime() - sinceNanos);
    if (left > 0) {
      LockSupport.parkNanos(left);
    }
  }

  /** The old server serves, or is known to be out. */
  private static boolean isEnd(String stage) {
    return List.of("IN_SERVICE", "OUT", "GONE").contains(stage);
  }
}
