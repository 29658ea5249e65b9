package dev.perennial.agent.sensor;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sees when G1 has marked the whole heap, and asks for it where the live set would not be known in
 * time ({@link MarkingPace}). Confined to one thread.
 */
final class G1Marking implements HeapLiveSensor.Marking {
  private final MarkingWatch watch;
  private final MarkingPace pace;
  private final MarkingRequest request;
  private final LongSupplier nanos;

  private G1Marking(
      MarkingWatch watch, MarkingPace pace, MarkingRequest request, LongSupplier nanos) {
    this.watch = watch;
    this.pace = pace;
    this.request = request;
    this.nanos = nanos;
  }

  static G1Marking ofThisJvm(
      @Nullable HotSpotDiagnosticMXBean options, LongSupplier nanos, Consumer<String> problems) {
    return new G1Marking(
        MarkingWatch.ofThisJvm(problems),
        new MarkingPace(nanos.getAsLong()),
        new MarkingRequest(options),
        nanos);
  }

  @Override
  public boolean hasEnded(long used, long known, long limit) {
    boolean ended = watch.hasEnded();
    long now = nanos.getAsLong();
    switch (pace.advance(now, ended, request.seconds(), used, known, limit)) {
      case ASK -> request.begin();
      case STOP -> request.end();
      case NONE -> {}
    }
    return ended;
  }
}
