package dev.perennial.agent.duplex;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Three servers with real links between them, which list their sessions to each other. */
@Timeout(120)
final class SessionIdsIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final ConcurrentHashMap<String, LinkedServer> servers = new ConcurrentHashMap<>();
  private final ExecutorService clients = Executors.newCachedThreadPool();
  private final ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor();
  private LinkedServer a;
  private LinkedServer b;
  private LinkedServer c;

  @BeforeEach
  void start() throws IOException {
    a = new LinkedServer("A", servers);
    b = new LinkedServer("B", servers);
    c = new LinkedServer("C", servers);
    var unused =
        ticks.scheduleWithFixedDelay(
            () -> servers.values().forEach(s -> s.polls.tick()), 10, 10, TimeUnit.MILLISECONDS);
  }

  @AfterEach
  void end() {
    ticks.shutdownNow();
    clients.shutdownNow();
    servers.values().forEach(LinkedServer::close);
  }

  private static void await(java.util.concurrent.Callable<Boolean> what) {
    Awaitility.await().atMost(LIMIT).until(what);
  }

  @Test
  void whatOneServerHasIsSoonListedAtTheOthers() {
    a.create("first");
    await(() -> b.listed("A", "first") && c.listed("A", "first"));

    a.create("second");

    await(() -> b.listed("A", "second") && c.listed("A", "second"));
    assertThat(b.listed("C", "first")).isFalse();
  }

  /** No list can have it yet. */
  @Test
  void aSessionThatIsNewHereIsFoundThereAtOnce() throws Exception {
    a.create("old");
    await(() -> b.listed("A", "old") && c.listed("A", "old"));
    List<Future<Integer>> all = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      int client = i;
      all.add(
          clients.submit(
              () -> {
                int found = 0;
                for (int n = 0; n < 500; n++) {
                  String id = client + " " + n;
                  a.create(id);
                  found += (n % 2 == 0 ? b : c).ask(id).equals("A") ? 1 : 0;
                  found += b.ask("invented " + id).isEmpty() ? 1 : 0;
                }
                return found;
              }));
    }

    for (Future<Integer> each : all) {
      assertThat(each.get()).isEqualTo(1_000);
    }
  }

  @Test
  void manyInventedIdsAreFewMessages() throws Exception {
    List<Future<Integer>> all = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      int client = i;
      all.add(
          clients.submit(
              () -> {
                int nobodys = 0;
                for (int n = 0; n < 100; n++) {
                  nobodys += b.ask("invented " + client + " " + n).isEmpty() ? 1 : 0;
                }
                return nobodys;
              }));
    }
    for (Future<Integer> each : all) {
      assertThat(each.get()).isEqualTo(100);
    }

    assertThat(a.messages.get()).isLessThan(50 * 100 / 4);
  }

  @Test
  void whoeverStandsStillMattersForItsOwnSessionsAlone() {
    a.create("of A");
    await(() -> b.listed("A", "of A"));
    a.stopped = new CountDownLatch(1);

    for (int i = 0; i < 20; i++) {
      assertThat(b.ask("invented " + i)).isEmpty();
    }
    c.create("of C");
    assertThat(b.ask("of C")).isEqualTo("C");

    Future<String> ofA = clients.submit(() -> b.ask("of A"));
    a.create("later");
    a.stopped.countDown();
    a.stopped = null;
    assertThat(ofA).succeedsWithin(LIMIT).isEqualTo("A");
    assertThat(b.ask("later")).isEqualTo("A");
  }
}
