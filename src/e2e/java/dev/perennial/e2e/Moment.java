package dev.perennial.e2e;

import dev.perennial.testing.cluster.Server;
import java.time.Duration;

/** When a fault is injected: how far the old server's hand-over is. */
enum Moment {
  OFFERING("DUPLEXING, offering"),
  COPYING("DUPLEXING, copying"),
  IN_SYNC("DUPLEXING, in sync"),
  PARTS("SWITCHING, parts leave"),
  SESSIONS("SWITCHING, sessions leave"),
  RELAYING("SWITCHING, relaying"),
  RETIRED("RETIRED"),
  CLEANING("REJUVENATING, cleaning");

  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** Copies after which what the clients have done before is with the successor. */
  private static final int COPIES = 20;

  private static final int LONG_MILLIS = 20_000;
  private static final int BRIEF_MILLIS = 3_000;

  private final String text;

  Moment(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }

  /** Returns whether the old server is to be unstable from its start on, and wait for approval. */
  boolean comesAfterSync() {
    return compareTo(IN_SYNC) >= 0;
  }

  /** Brings the old server there, and returns while it is still there. */
  void reach(FaultServers servers) throws Exception {
    switch (this) {
      case OFFERING -> {
        // Who does not answer to an offer makes the stage last.
        FaultServers.signal(servers.successor, "STOP");
        servers.old.call(Server.SERVER_BEAN, "rejuvenate");
        servers.awaitDuplexing("OFFERING");
      }
      case COPYING -> {
        servers.shut("sessions");
        servers.old.call(Server.SERVER_BEAN, "rejuvenate");
        servers.awaitReached("sessions");
      }
      case IN_SYNC -> servers.awaitInSync(COPIES);
      case PARTS -> parts(servers);
      case SESSIONS -> {
        parts(servers);
        servers.shut("sessions");
        servers.open("parts");
        servers.awaitReached("sessions");
      }
      case RELAYING -> relaying(servers, LONG_MILLIS);
      case RETIRED -> retired(servers);
      case CLEANING -> {
        retired(servers);
        servers.shut("clear");
        servers.old.call(Server.SERVER_BEAN, "release");
        servers.awaitReached("clear");
      }
    }
  }

  private static void parts(FaultServers servers) throws Exception {
    servers.awaitInSync(COPIES);
    servers.shut("parts");
    servers.old.call(Server.SERVER_BEAN, "rejuvenate");
    servers.awaitReached("parts");
  }

  private static void relaying(FaultServers servers, int millis) throws Exception {
    servers.awaitInSync(COPIES);
    servers.beginLongRequest(millis);
    servers.old.call(Server.SERVER_BEAN, "rejuvenate");
    servers.awaitSaid(servers.old, "switched over to");
  }

  private static void retired(FaultServers servers) throws Exception {
    relaying(servers, BRIEF_MILLIS);
    // Or it would be given the signal at once.
    servers.old.call(Server.SERVER_BEAN, "hold");
    servers.watch().await("RETIRED", Long.MIN_VALUE, LIMIT);
  }
}
