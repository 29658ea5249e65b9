package dev.perennial.agent.server;

import dev.perennial.coordinator.aging.Judge;
import dev.perennial.coordinator.aging.Judgement;
import dev.perennial.coordinator.aging.Reading;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Measures this server and judges its aging, turn by turn. For the agent's loop alone. */
public final class Judging {
  private final Supplier<List<Reading>> readings;
  private final Judge judge;
  private final BiConsumer<Judgement, List<Reading>> judged;
  private final LivedNotes lived;
  private final LongSupplier nanos;
  private Moment last = new Moment(null, 0);

  private record Moment(@org.jspecify.annotations.Nullable Judgement judgement, long atNanos) {}

  /**
   * @param readings of all sensors, as of now
   * @param judged takes each judgement, with what it was made from
   * @param lived when what this life teaches is noted for the next
   * @param nanos monotonic clock
   */
  public Judging(
      Supplier<List<Reading>> readings,
      Judge judge,
      BiConsumer<Judgement, List<Reading>> judged,
      LivedNotes lived,
      LongSupplier nanos) {
    this.readings = readings;
    this.judge = judge;
    this.judged = judged;
    this.lived = lived;
    this.nanos = nanos;
  }

  /** Measures and judges. */
  public void look() {
    List<Reading> now = readings.get();
    long atNanos = nanos.getAsLong();
    Judgement judgement = judge.judge(now, atNanos);
    last = new Moment(judgement, atNanos);
    judged.accept(judgement, now);
  }

  /** Notes for the next life what the last judgement has taught, if it is time to. */
  public void learn() {
    Judgement judgement = last.judgement();
    if (judgement != null) {
      lived.tick(judge, judgement.verdict(), last.atNanos());
    }
  }
}
