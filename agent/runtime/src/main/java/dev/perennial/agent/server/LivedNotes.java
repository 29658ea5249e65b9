package dev.perennial.agent.server;

import dev.perennial.coordinator.aging.Judge;
import dev.perennial.coordinator.aging.Verdict;
import dev.perennial.coordinator.forecast.LivedLevels;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * When what a life teaches is noted for the next: now and then, as nobody knows when it ends, and
 * when it is judged to be over. Confined to one thread.
 */
public final class LivedNotes {
  private static final long EVERY_NANOS = TimeUnit.MINUTES.toNanos(10);

  private final Consumer<LivedLevels> notes;
  private long notedNanos;
  private Verdict last = Verdict.STABLE;

  /**
   * @param notes takes what is to be noted; must not block
   */
  public LivedNotes(Consumer<LivedLevels> notes, long nowNanos) {
    this.notes = notes;
    this.notedNanos = nowNanos;
  }

  void tick(Judge judge, Verdict verdict, long nowNanos) {
    boolean over = last.compareTo(Verdict.UNSTABLE) < 0 && verdict.compareTo(Verdict.UNSTABLE) >= 0;
    last = verdict;
    if (over || nowNanos - notedNanos >= EVERY_NANOS) {
      notedNanos = nowNanos;
      notes.accept(judge.lived());
    }
  }
}
