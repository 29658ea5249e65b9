package dev.perennial.agent.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.perennial.agent.container.ApplicationCalls.HangingException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ApplicationCallsTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(50);

  private final List<Throwable> suppressed = new CopyOnWriteArrayList<>();
  private final ApplicationCalls calls = new ApplicationCalls(suppressed::add);
  private final CountDownLatch hanging = new CountDownLatch(1);

  @AfterEach
  void release() {
    hanging.countDown();
    assertThat(suppressed).isEmpty();
  }

  /** Not to be moved by an interrupt, as code that waits for a lock. */
  private Object hang() {
    boolean released = false;
    while (!released) {
      try {
        hanging.await();
        released = true;
      } catch (InterruptedException e) {
        assertThat(e).hasNoCause();
      }
    }
    return "late";
  }

  @Test
  void itReturnsWhatTheCodeReturnsOrThrows() throws Throwable {
    assertThat(calls.call(() -> "done", LONG)).isEqualTo("done");
    assertThat(calls.<String>call(() -> null, LONG)).isNull();
    for (Throwable thrown : List.of(new Exception("a"), new Error("b"), new Throwable("c"))) {
      Callable<Object> code =
          () -> {
            MemoryContainer.<RuntimeException>sneak(thrown);
            return "";
          };
      assertThatThrownBy(() -> calls.call(code, LONG)).isSameAs(thrown);
    }
  }

  /** On the stack of a request's thread it ends a thousand times earlier. */
  @Test
  void thereIsRoomForDeepGraphs() throws Throwable {
    assertThat(calls.call(() -> depth(100_000), LONG)).isEqualTo(100_000);
  }

  private static int depth(int left) {
    return left == 0 ? 0 : 1 + depth(left - 1);
  }

  @Test
  void whatDoesNotEndIsInterruptedAndWaitedForNoLonger() {
    assertThatThrownBy(() -> calls.call(() -> new CountDownLatch(1).await(1, HOURS), SHORT))
        .isInstanceOf(HangingException.class)
        .hasMessage("it did not end within 50 ms");
    await().untilAsserted(() -> assertThat(calls.hanging()).isZero());
  }

  private static final java.util.concurrent.TimeUnit HOURS = java.util.concurrent.TimeUnit.HOURS;

  /** What it is interrupted in must not be mistaken for what comes after that. */
  @Test
  void whatItWasDoingIsAskedBeforeItIsInterrupted() {
    AtomicReference<String> doing = new AtomicReference<>("");
    Callable<Object> code =
        () -> {
          doing.set("cart");
          try {
            return new CountDownLatch(1).await(1, HOURS);
          } finally {
            doing.set("");
          }
        };

    assertThatThrownBy(() -> calls.call(code, Duration.ofSeconds(2), doing::get))
        .isInstanceOfSatisfying(
            HangingException.class, e -> assertThat(e.doing()).isEqualTo("cart"));
  }

  @Test
  void noMoreThreadsAreGivenAwayThanSomeHang() throws Throwable {
    for (int i = 0; i < 8; i++) {
      assertThatThrownBy(() -> calls.call(this::hang, SHORT)).isInstanceOf(HangingException.class);
    }
    assertThat(calls.hanging()).isEqualTo(8);
    assertThatThrownBy(() -> calls.call(() -> "done", LONG))
        .isInstanceOf(HangingException.class)
        .hasMessageContaining("8 earlier calls");

    hanging.countDown();

    await().untilAsserted(() -> assertThat(calls.hanging()).isZero());
    assertThat(calls.call(() -> "done", LONG)).isEqualTo("done");
  }

  @Test
  void anInterruptThatCameTooLateIsNotForTheNextCall() throws Throwable {
    List<Boolean> interrupted = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      try {
        assertThat(calls.<String>call(() -> "soon", Duration.ofNanos(1))).isEqualTo("soon");
      } catch (HangingException e) {
        // Or not: it is a race.
        assertThat(e).hasMessageContaining("did not end");
      }
    }
    await().untilAsserted(() -> assertThat(calls.hanging()).isZero());
    for (int i = 0; i < 20; i++) {
      interrupted.add(calls.call(() -> Thread.currentThread().isInterrupted(), LONG));
    }
    assertThat(interrupted).doesNotContain(true);
  }

  @Test
  void nothingOfWhoeverAsksIsInherited() throws Throwable {
    InheritableThreadLocal<String> own = new InheritableThreadLocal<>();
    own.set("the caller's");

    assertThat(calls.call(own::get, LONG)).isNull();
    assertThat(calls.call(() -> Thread.currentThread().getContextClassLoader(), LONG))
        .isSameAs(ApplicationCalls.class.getClassLoader());
  }
}
