package dev.perennial.e2e;

import dev.perennial.testing.cluster.Server;
import dev.perennial.testing.consistency.SessionLoad;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A server is killed; or it is frozen or cut off until the others have dealt with that.
 *
 * @param blow what happens to it
 * @param moment when
 */
record Hit(Blow blow, Moment moment) implements FaultCase.Course {
  private static final Duration END_LIMIT = Duration.ofSeconds(150);
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
        moment.reach(servers);
        return strike(servers, load);
      }
    }
  }

  private FaultResult strike(FaultServers servers, SessionLoad load) throws Exception {
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
        servers.watch().awaitAfter(struck, step -> isEnd(step.stage()), END_LIMIT);
    List<String> wrong = new ArrayList<>();
    // One that comes back finds that the others have gone on.
    HandOver.awaitServed(load, wrong);
    switch (blow) {
      case KILL_SUCCESSOR, KILL_OLD -> {}
      case FREEZE_SUCCESSOR, FREEZE_OLD -> FaultServers.signal(victim, "CONT");
      case CUT_SUCCESSOR, CUT_OLD -> servers.network().join(victim);
    }
    return HandOver.result(servers, List.of(load), alive, end, struck, wrong);
  }

  /** The old server serves, or is known to be out. */
  private static boolean isEnd(String stage) {
    return List.of("IN_SERVICE", "OUT", "GONE").contains(stage);
  }
}
