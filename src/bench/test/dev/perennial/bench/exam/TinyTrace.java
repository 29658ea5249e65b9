package dev.perennial.bench.exam;

import dev.perennial.coordinator.aging.Reading;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * One indicator as a function of the age, a sample each minute.
 *
 * @param level of the heap's live set by the seconds of this life
 * @param since when the aging begins, NaN if healthy
 * @param end of the trace, and exhaustion if it ages; seconds
 */
public record TinyTrace(DoubleUnaryOperator level, double since, double end) implements Trace {
  @Override
  public String name() {
    return isAging() ? "tiny leak" : "tiny";
  }

  @Override
  public boolean isAging() {
    return !Double.isNaN(since);
  }

  @Override
  public double agingSinceSeconds() {
    return since;
  }

  @Override
  public double exhaustedAtSeconds() {
    return isAging() ? end : Double.NaN;
  }

  @Override
  public String agingIndicator() {
    return isAging() ? "heap.live" : "";
  }

  @Override
  public Run run() {
    return new Run() {
      private double at;
      private double began;

      @Override
      public boolean hasNext() {
        return at + 60 <= end;
      }

      @Override
      public Sample next() {
        at += 60;
        return sample(at, level.applyAsDouble(at - began));
      }

      @Override
      public void renew() {
        began = at;
      }
    };
  }

  /** Returns a sample of that level of the live set alone. */
  public static Sample sample(double atSeconds, double level) {
    return new Sample(atSeconds, List.of(new Reading("heap.live", level * 100, 100, "bytes")));
  }
}
