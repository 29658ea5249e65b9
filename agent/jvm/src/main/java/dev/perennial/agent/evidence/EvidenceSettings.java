package dev.perennial.agent.evidence;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where the evidence goes, and how much of it.
 *
 * @param directory perennial.evidence.dir
 * @param keep perennial.evidence.keep: the number of folders, the oldest goes first; 1 to 1000
 * @param maxBytes perennial.evidence.max-bytes: the size of one folder without what is binary; at
 *     least 64 KiB
 * @param limit perennial.evidence.limit: how long it may take; 1 s to 10 min
 * @param classes perennial.evidence.classes: how many classes of the histogram; 10 to 100000
 * @param heapDump perennial.evidence.heap-dump
 * @param flightRecording perennial.evidence.flight-recording
 */
public record EvidenceSettings(
    Path directory,
    int keep,
    long maxBytes,
    Duration limit,
    int classes,
    HeapDump heapDump,
    boolean flightRecording) {
  /** What is done with a dump of the heap. */
  public enum HeapDump {
    /** None is made. */
    NONE,
    /** It is read for who holds what has grown, and removed. */
    READ,
    /** It is read, and the newest one is kept. */
    KEEP
  }

  /** Checks the limits. */
  public EvidenceSettings {
    if (keep < 1 || keep > 1000) {
      throw new IllegalArgumentException(
          "perennial.evidence.keep is " + keep + ", allowed is 1 to 1000");
    }
    if (maxBytes < 65536) {
      throw new IllegalArgumentException(
          "perennial.evidence.max-bytes is " + maxBytes + ", allowed is 65536 and more");
    }
    if (limit.compareTo(Duration.ofSeconds(1)) < 0 || limit.compareTo(Duration.ofMinutes(10)) > 0) {
      throw new IllegalArgumentException(
          "perennial.evidence.limit is " + limit + ", allowed is 1 s to 10 min");
    }
    if (classes < 10 || classes > 100_000) {
      throw new IllegalArgumentException(
          "perennial.evidence.classes is " + classes + ", allowed is 10 to 100000");
    }
  }

  /**
   * Returns {@code evidence} below the log directory, 10 folders of 20 MiB, 30 s, 500 classes; no
   * heap dump and no flight recording.
   */
  public static EvidenceSettings defaults(Path logDirectory) {
    return new EvidenceSettings(
        logDirectory.resolve("evidence"),
        10,
        20L << 20,
        Duration.ofSeconds(30),
        500,
        HeapDump.NONE,
        false);
  }
}
