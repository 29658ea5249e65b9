package dev.perennial.agent.thread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EarlyThreadsTest {
  /** Of other tests in this JVM. */
  private final List<Thread> before = all();

  @AfterEach
  void end() {
    EarlyThreads.end();
    await().atMost(Duration.ofSeconds(30)).until(() -> alive().isEmpty());
  }

  @Test
  void theThreadsThatWereBegunAreThoseThatDoTheWork() throws Exception {
    EarlyThreads.begin();
    await().until(() -> alive().size() == 5);
    List<Thread> begun = alive();

    CompletableFuture<Thread> beats = new CompletableFuture<>();
    EarlyThreads.start(EarlyThreads.HEARTBEAT, () -> beats.complete(Thread.currentThread()));
    ScheduledExecutorService loop = EarlyThreads.scheduler(EarlyThreads.LOOP);
    Thread turns = loop.submit(Thread::currentThread).get(30, TimeUnit.SECONDS);
    loop.shutdown();

    assertThat(begun).contains(beats.get(30, TimeUnit.SECONDS), turns);
    assertThat(begun).allMatch(Thread::isDaemon);
    assertThat(turns.getName()).isEqualTo("perennial-loop");
  }

  @Test
  void whereNoneWasBegunOneIsStarted() throws Exception {
    CompletableFuture<String> name = new CompletableFuture<>();

    EarlyThreads.start(EarlyThreads.RESTART, () -> name.complete(Thread.currentThread().getName()));
    ScheduledExecutorService timer = EarlyThreads.scheduler(EarlyThreads.TIMER);

    assertThat(name.get(30, TimeUnit.SECONDS)).isEqualTo("perennial-restart");
    assertThat(timer.submit(() -> Thread.currentThread().getName()).get(30, TimeUnit.SECONDS))
        .isEqualTo("perennial-timer");
    timer.shutdown();
  }

  private List<Thread> alive() {
    return all().stream().filter(thread -> !before.contains(thread)).toList();
  }

  private static List<Thread> all() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(
            thread ->
                List.of(
                        EarlyThreads.LOOP,
                        EarlyThreads.TIMER,
                        EarlyThreads.HEARTBEAT,
                        EarlyThreads.JNA,
                        EarlyThreads.RESTART)
                    .contains(thread.getName()))
        .toList();
  }
}
