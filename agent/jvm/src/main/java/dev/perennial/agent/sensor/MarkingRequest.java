package dev.perennial.agent.sensor;

import com.sun.management.HotSpotDiagnosticMXBean;
import org.jspecify.annotations.Nullable;

/**
 * Has G1 mark the heap beside the application, as it does from time to time in a JVM that is idle
 * where an operator has set that: for a second or so its option says so. That takes a young
 * collection, the two short pauses of a marking, and its threads meanwhile. Confined to one thread.
 */
final class MarkingRequest {
  private static final String INTERVAL = "G1PeriodicGCInterval";
  private static final String CONCURRENT = "G1PeriodicGCInvokesConcurrent";

  /** Since the last collection. Long enough for one that comes anyway to be taken for it. */
  private static final String AT_ONCE_MILLIS = "100";

  private final @Nullable HotSpotDiagnosticMXBean options;
  private String before = "";
  private long begunNanos = System.nanoTime();

  MarkingRequest(@Nullable HotSpotDiagnosticMXBean options) {
    this.options = options;
  }

  /** Asks for it. Does nothing where that would mean a full collection, or cannot be asked for. */
  void begin() {
    begunNanos = System.nanoTime();
    if (options == null) {
      return;
    }
    try {
      if (options.getVMOption(CONCURRENT).getValue().equals("true")) {
        String now = options.getVMOption(INTERVAL).getValue();
        options.setVMOption(INTERVAL, AT_ONCE_MILLIS);
        before = now;
      }
    } catch (IllegalArgumentException e) {
      // Another JVM than HotSpot, or one without this option: it marks when it does.
      before = "";
    }
  }

  /** Returns since when it was asked for last. */
  double seconds() {
    return (System.nanoTime() - begunNanos) / 1e9;
  }

  /** Asks for it no more: the option is as it was. */
  void end() {
    if (options != null && !before.isEmpty()) {
      options.setVMOption(INTERVAL, before);
      before = "";
    }
  }
}
