package dev.perennial.e2e;

import dev.perennial.testing.cluster.Server;
import dev.perennial.testing.consistency.SessionLoad;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The disk with the old server's log, audit and evidence gets full. */
enum DiskCourse implements FaultCase.Course {
  BEFORE_THE_ORDER,
  IN_SYNC;

  private static final int SOME_REQUESTS = 40;
  private static final Duration END_LIMIT = Duration.ofMinutes(3);

  @Override
  public FaultResult run(FaultCase of) throws Exception {
    FaultServers servers = new FaultServers(of);
    try (FullDisk disk = FullDisk.at(servers.old.agentFolder())) {
      // Closed before its disk is taken away.
      try (servers) {
        return run(servers, disk);
      }
    }
  }

  private FaultResult run(FaultServers servers, FullDisk disk) throws Exception {
    if (this == IN_SYNC) {
      servers.aging();
    }
    servers.start();
    try (SessionLoad load = new SessionLoad(4, 2, 2_000, servers::route)) {
      load.awaitMore(SOME_REQUESTS);
      if (this == IN_SYNC) {
        Moment.IN_SYNC.reach(servers);
      }
      disk.fill();
      long ordered = System.nanoTime();
      servers.old.call(Server.SERVER_BEAN, "rejuvenate");
      // It may begin anew some time later, as an order stands until it is done.
      Optional<StageWatch.Step> end =
          servers.watch().awaitAfter(ordered, s -> s.stage().equals("IN_SERVICE"), END_LIMIT);
      return HandOver.result(
          servers, List.of(load), servers.cluster.servers(), end, ordered, new ArrayList<>());
    }
  }
}
