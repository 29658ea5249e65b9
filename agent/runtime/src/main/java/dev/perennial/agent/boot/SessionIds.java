package dev.perennial.agent.boot;

import dev.perennial.agent.duplex.Asking;
import dev.perennial.agent.duplex.Containers;
import dev.perennial.agent.duplex.IdPolls;
import dev.perennial.agent.duplex.PeerCalls;
import dev.perennial.agent.duplex.Promises;
import dev.perennial.agent.ids.Flood;
import dev.perennial.agent.ids.KnownIds;
import dev.perennial.agent.ids.OwnIds;
import dev.perennial.agent.ids.OwnTime;
import dev.perennial.agent.peer.CountedLines;
import dev.perennial.agent.peer.PeerDirectory;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Makes and joins what servers tell each other of the sessions that they have. */
final class SessionIds {
  private static final Duration TURN = Duration.ofMillis(100);

  private final Workers workers;
  private final Flood flood = new Flood(System.nanoTime());

  /** For the one thread that watches. */
  private boolean flooded;

  private final OwnIds own;
  private final CountedLines lines;
  private final Asking asking;
  private final IdPolls polls;

  SessionIds(
      Start start,
      Workers workers,
      ClusterParts cluster,
      PeerDirectory peers,
      PeerCalls calls,
      Containers containers) {
    String self = start.name();
    this.workers = workers;
    lines = new CountedLines(start.log()::info, System::nanoTime);
    OwnTime time = new OwnTime(System::nanoTime);
    KnownIds known = new KnownIds(peers::incarnation, cluster.member()::unheardNanos, time);
    own = new OwnIds(key(), System::nanoTime);
    Promises promises = new Promises(known, flood, this::soon, System::nanoTime);
    // Half of the threads are left to requests that ask nobody.
    asking =
        new Asking(
            self,
            calls,
            known,
            promises,
            workers.work(),
            () -> containers.requestThreads() / 2,
            System::nanoTime,
            this::passedOver);
    polls =
        new IdPolls(
            self,
            calls,
            containers,
            own,
            known,
            time,
            flood,
            () -> peers.neighbours().toAsk(),
            workers.work(),
            System::nanoTime,
            start.log()::info);
  }

  private void soon(String server) {
    polls.soon(server);
  }

  private void sayOfFloods() {
    boolean now = flood.isOn(System.nanoTime());
    if (now && !flooded) {
      lines.add(
          "session ids: a flood of sessions that are not here has begun, of more than 500 requests"
              + " a second; until it is over, new sessions may take 100 ms more");
    }
    flooded = now;
  }

  private void passedOver(String server) {
    lines.add(
        "session ids: "
            + server
            + " has fallen silent; requests with sessions that it has not listed are served");
  }

  /** Of this life; the others get it with the list. */
  private static byte[] key() {
    byte[] key = new byte[16];
    new SecureRandom().nextBytes(key);
    return key;
  }

  OwnIds own() {
    return own;
  }

  Asking asking() {
    return asking;
  }

  /**
   * Asks the others from now on.
   *
   * @param isIdle whether nobody needs to know, for the time being
   */
  void watch(BooleanSupplier isIdle) {
    workers.often(
        workers.timer(),
        TURN,
        () -> {
          if (!isIdle.getAsBoolean()) {
            polls.tick();
          }
          sayOfFloods();
          lines.tick();
        });
  }
}
