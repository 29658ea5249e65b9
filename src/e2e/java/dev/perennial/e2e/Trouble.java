package dev.perennial.e2e;

import dev.perennial.testing.cluster.FreePorts;
import dev.perennial.testing.cluster.Program;
import dev.perennial.testing.cluster.Server;
import dev.perennial.testing.consistency.SessionLoad;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The link between old server and successor is troubled for a while; both live, and nobody is taken
 * for dead.
 *
 * @param kind what happens to the link
 * @param moment when it begins
 */
record Trouble(Kind kind, Moment moment) implements FaultCase.Course {
  private static final Duration END_LIMIT = Duration.ofMinutes(3);
  private static final int SOME_REQUESTS = 40;

  enum Kind {
    LOST("all connections of the link broken, each 0.1 s for 3 s"),
    STALLED("no answer on the link for 3 s"),
    LATE("each answer on the link up to 0.4 s late, for 10 s");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  @Override
  public FaultResult run(FaultCase of) throws Exception {
    try (FaultServers servers = new FaultServers(of)) {
      int port = FreePorts.next();
      servers.successor.settings.put("perennial.state.port", Integer.toString(port));
      if (moment.comesAfterSync()) {
        servers.aging();
      }
      servers.start();
      try (SessionLoad load = new SessionLoad(4, 2, 2_000, servers::route)) {
        load.awaitMore(SOME_REQUESTS);
        moment.reach(servers);
        long began = System.nanoTime();
        servers.openAll();
        if (moment == Moment.IN_SYNC) {
          servers.old.call(Server.SERVER_BEAN, "rejuvenate");
        }
        trouble(servers.successor, port);
        Optional<StageWatch.Step> end =
            servers.watch().awaitAfter(began, s -> s.stage().equals("IN_SERVICE"), END_LIMIT);
        return HandOver.result(
            servers, List.of(load), servers.cluster.servers(), end, began, new ArrayList<>());
      }
    }
  }

  private void trouble(Server successor, int port) throws Exception {
    switch (kind) {
      case LOST -> {
        for (int i = 0; i < 30; i++) {
          breakConnections(port);
          pause(100);
        }
      }
      case STALLED -> freeze(successor, 3_000);
      case LATE -> {
        for (int i = 0; i < 20; i++) {
          freeze(successor, 400);
          pause(100);
        }
      }
    }
  }

  /** Whoever answers on the link stands still, as far as the other end can tell. */
  private static void freeze(Server server, int millis) throws Exception {
    FaultServers.signal(server, "STOP");
    try {
      pause(millis);
    } finally {
      FaultServers.signal(server, "CONT");
    }
  }

  private static void breakConnections(int port)
      throws IOException, InterruptedException, SkippedException {
    String filter = ":" + port;
    Program ss =
        Program.run(
            List.of("ss", "-K", "-t", "( dport = " + filter + " or sport = " + filter + " )"),
            Map.of());
    if (ss.status() != 0 || ss.output().contains("Permission denied")) {
      throw new SkippedException("needs root and ss: " + ss.output().strip());
    }
  }

  /** The length of a fault, and no time in which something is awaited. */
  private static void pause(int millis) {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
  }
}
