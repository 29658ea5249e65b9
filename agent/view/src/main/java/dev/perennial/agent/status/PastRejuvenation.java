package dev.perennial.agent.status;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rejuvenation that is over.
 *
 * @param round its number, counted over all lives of the server
 * @param begun when the verdict or the order came
 * @param ended when the server was young again, or the attempt was given up
 * @param outcome in words: {@link #REJUVENATED}, or what went wrong
 * @param reason why it was rejuvenated, in words
 * @param successor who took its place, or null if nobody did
 * @param moved to the successor
 * @param filesRemoved by the clearing
 * @param bytesRemoved by the clearing of files
 * @param heapBefore live set of the heap before, bytes
 * @param heapAfter and after
 * @param rssBefore memory of the process in RAM before, bytes
 * @param rssAfter and after
 * @param pidBefore the process id before
 * @param pidAfter and after; the same one where it was restarted in place
 * @param evidence the folder with what was saved before the restart, or null
 */
public record PastRejuvenation(
    long round,
    Instant begun,
    Instant ended,
    String outcome,
    String reason,
    @Nullable String successor,
    Moving moved,
    long filesRemoved,
    long bytesRemoved,
    long heapBefore,
    long heapAfter,
    long rssBefore,
    long rssAfter,
    long pidBefore,
    long pidAfter,
    @Nullable String evidence) {
  /**
   * What a hand-over has moved.
   *
   * @param sessions that the successor owned then
   * @param bytes sent, all passes
   * @param switchMillis how long all requests waited at the switch-over
   * @param left sessions that stayed behind or lost an attribute (loss L5)
   * @param leftLines what stayed behind, in words
   * @param held how long each request waited at the switch-over
   */
  public record Moving(
      long sessions,
      long bytes,
      long switchMillis,
      long left,
      List<String> leftLines,
      HeldRequests.Summary held) {
    /** Nothing was moved. */
    public static final Moving NONE = new Moving(0, 0, 0, 0, List.of(), HeldRequests.Summary.NONE);

    public Moving {
      leftLines = List.copyOf(leftLines);
    }
  }

  /** The outcome of one that ended as it should. */
  public static final String REJUVENATED = "rejuvenated";

  /** How the outcome of a restart by the guard begins; what it was for and has cost follows. */
  public static final String EMERGENCY_RESTART = "emergency restart";

  /** Returns whether the server was restarted, in order or in an emergency. */
  public boolean wasRestarted() {
    return outcome.equals(REJUVENATED) || outcome.startsWith(EMERGENCY_RESTART);
  }

  /** Returns it with what is known only after the restart. */
  public PastRejuvenation completed(
      Instant whenEnded, String howEnded, long heap, long rss, long pid) {
    return new PastRejuvenation(
        round,
        begun,
        whenEnded,
        howEnded,
        reason,
        successor,
        moved,
        filesRemoved,
        bytesRemoved,
        heapBefore,
        heap,
        rssBefore,
        rss,
        pidBefore,
        pid,
        evidence);
  }
}
