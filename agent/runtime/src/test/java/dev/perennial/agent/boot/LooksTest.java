package dev.perennial.agent.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.log.Log;
import dev.perennial.agent.log.Suppressed;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LooksTest {
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final Log log =
      Log.toStream(InstantSource.system(), new PrintStream(said, true, StandardCharsets.UTF_8));
  private final Ticks timer = new Ticks();
  private final Ticks loop = new Ticks();
  private final Work work = new Work();
  private final List<String> calls = new ArrayList<>();
  private final Looks looks = new Looks(new Workers(loop, timer, work), log);
  private @Nullable Error error;

  @AfterEach
  void end() {
    timer.shutdownNow();
    loop.shutdownNow();
  }

  @Test
  void itLooksAsOftenAsItIsTold() {
    every();

    assertThat(timer.schedules).containsExactly("after 3 then every 60 SECONDS");
    assertThat(loop.schedules).isEmpty();
  }

  @Test
  void theTimerWaitsForNoLook() {
    every();

    timer.tick();

    assertThat(calls).isEmpty();
    work.doAll();
    assertThat(calls).containsExactly("look");
  }

  @Test
  void aLookThatTakesLongIsNotBegunAgain() {
    every();

    timer.tick();
    timer.tick();
    work.doAll();
    timer.tick();
    work.doAll();

    assertThat(calls).containsExactly("look", "look");
  }

  @Test
  void aLookThatFailsIsToldAndTheNextOneComes() {
    every();
    long suppressed = Suppressed.total();
    error = new NoClassDefFoundError("planted");

    timer.tick();
    work.doAll();
    error = null;
    timer.tick();
    work.doAll();

    assertThat(calls).containsExactly("look");
    assertThat(said.toString(StandardCharsets.UTF_8))
        .contains("a look at the application failed (sample)")
        .contains("NoClassDefFoundError: planted");
    assertThat(Suppressed.total()).isEqualTo(suppressed + 1);
  }

  private void every() {
    looks.every(
        3,
        60,
        "sample",
        () -> {
          if (error != null) {
            throw error;
          }
          calls.add("look");
        });
  }

  /** Does what is scheduled when a test says so. */
  private static final class Ticks extends ScheduledThreadPoolExecutor {
    final List<String> schedules = new ArrayList<>();
    private final List<Runnable> tasks = new ArrayList<>();

    Ticks() {
      super(1);
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(
        Runnable task, long first, long delay, TimeUnit unit) {
      schedules.add("after " + first + " then every " + delay + " " + unit);
      tasks.add(task);
      // Never comes by itself.
      return schedule(() -> {}, 1_000, TimeUnit.DAYS);
    }

    void tick() {
      tasks.forEach(Runnable::run);
    }
  }

  /** Does what it is given when a test says so. */
  private static final class Work extends AbstractExecutorService {
    private final Queue<Runnable> tasks = new ArrayDeque<>();

    void doAll() {
      while (!tasks.isEmpty()) {
        tasks.remove().run();
      }
    }

    @Override
    public void execute(Runnable task) {
      tasks.add(task);
    }

    @Override
    public void shutdown() {}

    @Override
    public List<Runnable> shutdownNow() {
      return List.of();
    }

    @Override
    public boolean isShutdown() {
      return false;
    }

    @Override
    public boolean isTerminated() {
      return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
      return true;
    }
  }
}
