package dev.perennial.agent.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.api.Clearable;
import dev.perennial.api.Part;
import dev.perennial.api.Perennial;
import dev.perennial.api.Registration;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PartsTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(30);

  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final Parts parts = new Parts(ManagementFactory::getPlatformMBeanServer, executor);

  @AfterEach
  void stop() {
    executor.shutdownNow();
  }

  @Test
  void aPartRegisteredLaterIsFoundAndOneTakenOutIsGone() {
    assertThat(parts.all()).isEmpty();

    try (Registration registered = Perennial.register(new Book("order book, new"))) {
      assertThat(registered).isNotNull();
      assertThat(parts.all()).extracting(PartHandle::name).containsExactly("order book, new");
      assertThat(parts.find("order book, new")).containsSame(parts.all().get(0));
    }
    assertThat(parts.all()).isEmpty();
    assertThat(parts.find("order book, new")).isEmpty();
  }

  @Test
  void aPartMovesWithItsState() throws Exception {
    Book book = new Book("book");
    try (Registration registered = Perennial.register(book)) {
      assertThat(registered).isNotNull();
      PartHandle handle = parts.find("book").orElseThrow();
      assertThat(handle.lastBytes()).isNegative();
      handle.pause(LONG);
      byte[] state = handle.capture(LONG);
      handle.resume(state, LONG);
      handle.resumeUnchanged(LONG);

      assertThat(state).hasSize(5);
      assertThat(handle.lastBytes()).isEqualTo(5);
    }
    assertThat(book.calls)
        .containsExactly("pause 20000", "capture", "resume state", "resumeUnchanged");
  }

  @Test
  void aPartIsCalledAgainAfterThereWasNoThread() throws Exception {
    Book book = new Book("book");
    AtomicInteger asked = new AtomicInteger();
    Parts scarce =
        new Parts(
            ManagementFactory::getPlatformMBeanServer,
            task -> {
              if (asked.getAndIncrement() == 0) {
                throw new OutOfMemoryError("unable to create native thread");
              }
              executor.execute(task);
            });
    try (Registration registered = Perennial.register(book)) {
      assertThat(registered).isNotNull();
      PartHandle handle = scarce.find("book").orElseThrow();

      assertThatThrownBy(() -> handle.pause(SHORT)).isInstanceOf(PartException.class);
      handle.resumeUnchanged(LONG);
    }
    assertThat(book.calls).containsExactly("pause 30", "resumeUnchanged");
  }

  @Test
  void aPartThatFailsIsNamedWithItsReason() throws Exception {
    Book book = new Book("book");
    book.failure = new IllegalStateException("disk full");
    try (Registration registered = Perennial.register(book)) {
      assertThat(registered).isNotNull();
      PartHandle handle = parts.find("book").orElseThrow();

      assertThatThrownBy(() -> handle.capture(LONG))
          .isInstanceOf(PartException.class)
          .hasMessageContaining("part book failed in capture")
          .hasMessageContaining("disk full")
          .matches(e -> !((PartException) e).isLate());
    }
  }

  @Test
  void aPartThatWasTakenOutSaysSo() {
    Registration registered = Perennial.register(new Book("book"));
    PartHandle handle = parts.find("book").orElseThrow();
    registered.close();

    assertThatThrownBy(() -> handle.pause(LONG))
        .hasMessage("part book failed in pause: the application has taken it out");
  }

  /** The pause is over only after the switch-over was given up: it must not stay paused then. */
  @Test
  void aPauseThatComesLateIsUndoneByTheResumeAfterIt() throws Exception {
    Book book = new Book("book");
    book.gate = new CountDownLatch(1);
    try (Registration registered = Perennial.register(book)) {
      assertThat(registered).isNotNull();
      PartHandle handle = parts.find("book").orElseThrow();
      assertThatThrownBy(() -> handle.pause(SHORT))
          .hasMessage("part book did not answer to pause within 30 ms")
          .matches(e -> ((PartException) e).isLate());
      assertThatThrownBy(() -> handle.resumeUnchanged(SHORT)).isInstanceOf(PartException.class);

      book.gate.countDown();
      handle.capture(LONG);
    }
    assertThat(book.calls).containsExactly("pause 30", "resumeUnchanged", "capture");
  }

  @Test
  void aPartThatHangsDoesNotStopAnother() throws Exception {
    Book hanging = new Book("a");
    hanging.gate = new CountDownLatch(1);
    try (Registration first = Perennial.register(hanging);
        Registration second = Perennial.register(new Book("b"))) {
      assertThat(first).isNotSameAs(second);
      assertThatThrownBy(() -> parts.find("a").orElseThrow().pause(SHORT))
          .isInstanceOf(PartException.class);

      assertThat(parts.find("b").orElseThrow().capture(LONG)).isNotEmpty();
    } finally {
      hanging.gate.countDown();
    }
  }

  @Test
  void clearablesAreFoundAndCleared() throws Exception {
    AtomicInteger cleared = new AtomicInteger();
    Clearable cache =
        new Clearable() {
          @Override
          public String name() {
            return "cache";
          }

          @Override
          public void clear() {
            cleared.incrementAndGet();
          }
        };
    try (Registration registered = Perennial.register(cache)) {
      assertThat(registered).isNotNull();
      List<ClearableHandle> found = parts.clearables();
      assertThat(found).extracting(ClearableHandle::name).containsExactly("cache");
      found.get(0).clear(LONG);
    }
    assertThat(cleared).hasValue(1);
  }

  private static final class Book implements Part {
    final List<String> calls = new CopyOnWriteArrayList<>();
    private final String name;
    volatile CountDownLatch gate = new CountDownLatch(0);
    volatile RuntimeException failure;

    Book(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public void pause(Duration limit) throws InterruptedException {
      gate.await();
      calls.add("pause " + limit.toMillis());
    }

    @Override
    public byte[] capture() {
      if (failure != null) {
        throw failure;
      }
      calls.add("capture");
      return "state".getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void resume(byte[] state) {
      calls.add("resume " + new String(state, StandardCharsets.UTF_8));
    }

    @Override
    public void resumeUnchanged() {
      calls.add("resumeUnchanged");
    }
  }
}
