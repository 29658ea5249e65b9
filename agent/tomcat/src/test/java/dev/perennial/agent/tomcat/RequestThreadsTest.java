package dev.perennial.agent.tomcat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RequestThreadsTest {
  private static final int LIMIT = 3;

  private final AtomicInteger limit = new AtomicInteger(LIMIT);
  private final RequestThreads threads = new RequestThreads(limit::get);
  private final Set<Thread> used = ConcurrentHashMap.newKeySet();
  private final AtomicInteger running = new AtomicInteger();
  private final Semaphore release = new Semaphore(0);
  private final CountDownLatch ended = new CountDownLatch(20);

  private void hold() {
    used.add(Thread.currentThread());
    running.incrementAndGet();
    release.acquireUninterruptibly();
    running.decrementAndGet();
    ended.countDown();
  }

  @Test
  void neverMoreThanTheLimitAndAllAreServed() throws Exception {
    for (int i = 0; i < 20; i++) {
      threads.execute(this::hold);
    }
    await().untilAsserted(() -> assertThat(running).hasValue(LIMIT));

    release.release(20);

    assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(used).hasSize(LIMIT);
  }

  @Test
  void theLimitMayGrow() {
    for (int i = 0; i < LIMIT; i++) {
      threads.execute(this::hold);
    }
    limit.set(LIMIT + 1);
    threads.execute(this::hold);

    await().untilAsserted(() -> assertThat(running).hasValue(LIMIT + 1));
    release.release(20);
  }

  /** A thread is made only where none is free: an idle pool shrinks to what is needed. */
  @Test
  void aFreeThreadIsTakenBeforeAnotherIsMade() throws Exception {
    for (int i = 0; i < 10; i++) {
      CountDownLatch done = new CountDownLatch(1);
      threads.execute(
          () -> {
            used.add(Thread.currentThread());
            done.countDown();
          });
      assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
      await().until(() -> used.stream().allMatch(RequestThreadsTest::waits));
    }

    assertThat(used).hasSize(1);
  }

  private static boolean waits(Thread thread) {
    return thread.getState() == Thread.State.TIMED_WAITING;
  }

  @Test
  void theyAreNamedDaemonsThatSeeTomcatsClasses() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    InheritableThreadLocal<String> own = new InheritableThreadLocal<>();
    own.set("of whoever asks");
    threads.execute(
        () -> {
          Thread thread = Thread.currentThread();
          if (thread.isDaemon() && own.get() == null) {
            used.add(thread);
          }
          done.countDown();
        });
    assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();

    assertThat(used)
        .singleElement()
        .satisfies(
            thread -> {
              assertThat(thread.getName()).isEqualTo("perennial-request-1");
              assertThat(thread.getContextClassLoader())
                  .isSameAs(org.apache.catalina.connector.Connector.class.getClassLoader());
            });
  }
}
