package dev.perennial.e2e;

import dev.perennial.testing.cluster.Server;
import dev.perennial.testing.consistency.CheckedSession;
import dev.perennial.testing.consistency.Verdict;
import dev.perennial.testing.http.HttpFailure;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/**
 * A request that is in the middle of the application when its server is frozen, and is over only
 * when that goes on: by then another server may serve its session.
 */
final class LateRequest {
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final int MILLIS = 3_000;

  /** Longer than its server is frozen, or it would prove nothing. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final CheckedSession session;
  private final Server server;
  private final Thread client;

  /**
   * Opens a session.
   *
   * @param at who has it first
   * @param server who is asked later
   */
  LateRequest(Server at, Server server) throws HttpFailure {
    this.session = CheckedSession.open("late", at.httpPort, 0);
    this.server = server;
    this.client = new Thread(this::append, "late-request");
  }

  private void append() {
    boolean unused = session.append(server.httpPort, MILLIS, PATIENCE);
  }

  /** Begins the request, and returns when the application has it. */
  void begin() {
    client.start();
    Awaitility.await("late request at " + server.name)
        .atMost(LIMIT)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> Files.exists(server.base.resolve("waiting")));
  }

  /** Waits for its end, asks these servers for the session, and says what became of it. */
  Verdict end(List<Server> servers) throws InterruptedException {
    client.join();
    for (Server each : servers) {
      Awaitility.await("late session at " + each.name)
          .atMost(LIMIT)
          .pollDelay(Duration.ZERO)
          .until(() -> session.read(each.httpPort));
    }
    return Verdict.of(List.of(session.history()));
  }
}
