package dev.perennial.testing.consistency;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** When answers showed a list, or one that goes on from it. */
final class Sighting {
  final State state;
  private @Nullable Operation earliest;
  private long firstInvoked = Long.MAX_VALUE;
  private long lastInvoked = Long.MIN_VALUE;
  private long lastCompleted = Long.MIN_VALUE;

  Sighting(State state) {
    this.state = state;
  }

  void by(Operation operation) {
    add(operation, operation.invoked(), operation.invoked(), operation.completed());
  }

  /** Takes in those of a list that goes on from this one. */
  void by(Sighting longer) {
    add(longer.earliest(), longer.firstInvoked, longer.lastInvoked, longer.lastCompleted);
  }

  private void add(Operation answered, long first, long last, long completed) {
    if (earliest == null || answered.completed() < earliest.completed()) {
      earliest = answered;
    }
    firstInvoked = Math.min(firstInvoked, first);
    lastInvoked = Math.max(lastInvoked, last);
    lastCompleted = Math.max(lastCompleted, completed);
  }

  /** Returns the operation that was the first to be answered so. */
  Operation earliest() {
    return Objects.requireNonNull(earliest);
  }

  /** Returns whether a request that was sent no earlier than then was answered so. */
  boolean isSince(long time) {
    return lastInvoked >= time;
  }

  /** Returns whether all that was answered so was so before any request of another was sent. */
  boolean isOverBefore(Sighting other) {
    return lastCompleted < other.firstInvoked;
  }
}
