package dev.perennial.agent.servers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.servers.RawClient.Answer;
import dev.perennial.coordinator.roster.Report.Duplexing;
import dev.perennial.coordinator.roster.Report.Duplexing.State;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What threads of an application change in sessions, without any request, is handed over. */
class ApplicationThreadsIT {
  private static final long ROUND = 1;
  private static final int SESSIONS = 20;
  private static final long PACE_NANOS = 200_000;

  @TempDir Path folder;

  private RoutingServer a;
  private RoutingServer b;

  @AfterEach
  void stop() {
    a.close();
    b.close();
    System.getProperties().keySet().removeIf(key -> key.toString().startsWith("test.changing."));
  }

  private void await(Predicate<Duplexing> condition) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              Duplexing progress = a.duplexer.progress();
              return progress != null && condition.test(progress);
            });
  }

  private static Answer ask(RoutingServer at, String id, String what) throws Exception {
    return RawClient.get(at.tomcat.port(), "/shop/session" + what, "Cookie: JSESSIONID=" + id);
  }

  /** Adds to a list in the session; unless it is "silent", sets an attribute too. */
  @SuppressWarnings("unchecked")
  private static Consumer<String> changing(String id) {
    return (Consumer<String>) System.getProperties().get("test.changing." + id);
  }

  @ParameterizedTest
  @EnumSource
  void whateverWasChangedBeforeTheSwitchIsAtTheSuccessor(TomcatVersion version) throws Exception {
    a = new RoutingServer(version, "A", folder, "/shop");
    b = new RoutingServer(version, "B", folder, "/shop");
    a.joins(b);
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < SESSIONS; i++) {
      ids.add(RawClient.get(a.tomcat.port(), "/shop/session?do=make").value("id"));
      ask(a, ids.get(i), "?do=keep");
    }
    Thread changing = new Thread(() -> changeUntilInterrupted(ids));
    changing.start();

    a.duplexer.duplex(ROUND, "B");
    await(now -> now.state() == State.IN_SYNC);
    changing.interrupt();
    changing.join();
    List<String> before = new ArrayList<>();
    for (String id : ids) {
      before.add(ask(a, id, "").value("items"));
    }
    await(now -> now.sessionsDirty() == 0);
    ids.forEach(id -> changing(id).accept("silent"));
    a.duplexer.switchOver(ROUND, 7);
    await(now -> now.state() == State.DONE);

    for (int i = 0; i < SESSIONS; i++) {
      Answer there = ask(b, ids.get(i), "");
      assertThat(there.value("items")).isEqualTo(before.get(i).replace("]", ", silent]"));
      assertThat(there.value("number"))
          .isEqualTo(Integer.toString(before.get(i).split(",").length));
    }
  }

  private static void changeUntilInterrupted(List<String> ids) {
    for (int i = 0; !Thread.currentThread().isInterrupted(); i = (i + 1) % ids.size()) {
      changing(ids.get(i)).accept("one");
      LockSupport.parkNanos(PACE_NANOS);
    }
  }
}
