package dev.perennial.e2e;

import dev.perennial.testing.cluster.ClusterStatus;
import dev.perennial.testing.cluster.Server;
import dev.perennial.testing.cluster.ServerStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/** Notes the stages of one server as another one, which nothing happens to, sees them. */
final class StageWatch implements AutoCloseable {
  private static final long LOOK_NANOS = 20_000_000;
  private static final Duration LOOK = Duration.ofMillis(20);

  private final Server observer;
  private final String watched;
  private final List<Step> steps = new CopyOnWriteArrayList<>();
  private final Thread thread = new Thread(this::run, "stage-watch");
  private volatile boolean stop;

  /**
   * A stage that was seen.
   *
   * @param nanos when it was seen first
   */
  record Step(long nanos, String stage, String reason) {}

  StageWatch(Server observer, String watched) {
    this.observer = observer;
    this.watched = watched;
    thread.start();
  }

  private void run() {
    while (!stop) {
      Optional<ClusterStatus> cluster = observer.cluster();
      if (cluster.isPresent()) {
        Step step =
            cluster
                .flatMap(c -> c.server(watched))
                .map(StageWatch::step)
                .orElseGet(() -> new Step(System.nanoTime(), "GONE", "is in the roster no more"));
        if (steps.isEmpty() || !last().stage().equals(step.stage())) {
          steps.add(step);
        }
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  private static Step step(ServerStatus status) {
    return new Step(System.nanoTime(), status.stage(), status.stageReason());
  }

  private Step last() {
    return steps.get(steps.size() - 1);
  }

  /** Returns the first stage of that kind that began after then; empty if there is none in time. */
  Optional<Step> awaitAfter(long nanos, Predicate<Step> wanted, Duration limit) {
    try {
      Awaitility.await()
          .atMost(limit)
          .pollDelay(Duration.ZERO)
          .pollInterval(LOOK)
          .until(() -> firstAfter(nanos, wanted).isPresent());
    } catch (ConditionTimeoutException e) {
      // Whoever asks says what is missing then.
      return Optional.empty();
    }
    return firstAfter(nanos, wanted);
  }

  /** As above, and fails if there is none. */
  Step await(String stage, long nanos, Duration limit) {
    return awaitAfter(nanos, s -> s.stage().equals(stage), limit)
        .orElseThrow(() -> new AssertionError("not in " + stage + ", but " + steps));
  }

  /** Returns the present stage as soon as it is that one, and fails if it is not in time. */
  Step awaitNow(String stage, Duration limit) {
    try {
      Awaitility.await()
          .atMost(limit)
          .pollDelay(Duration.ZERO)
          .pollInterval(LOOK)
          .until(() -> !steps.isEmpty() && last().stage().equals(stage));
    } catch (ConditionTimeoutException e) {
      throw new AssertionError("not in " + stage + ", but " + steps, e);
    }
    return last();
  }

  private Optional<Step> firstAfter(long nanos, Predicate<Step> wanted) {
    return steps.stream().filter(s -> s.nanos() >= nanos).filter(wanted).findFirst();
  }

  boolean hasBeen(String stage) {
    return steps.stream().anyMatch(s -> s.stage().equals(stage));
  }

  /** Returns how long it was SWITCHING at first, up to now if it still is; null if it never was. */
  @Nullable Duration switching() {
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i).stage().equals("SWITCHING")) {
        long end = i + 1 < steps.size() ? steps.get(i + 1).nanos() : System.nanoTime();
        return Duration.ofNanos(end - steps.get(i).nanos());
      }
    }
    return null;
  }

  /** Returns the stages so far, in order. */
  @Override
  public String toString() {
    return String.join(" ", steps.stream().map(Step::stage).toList());
  }

  @Override
  public void close() {
    stop = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
