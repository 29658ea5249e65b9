package dev.perennial.agent.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Leaks class loaders until its metaspace is exhausted, in a JVM of its own, and saves evidence of
 * that.
 */
final class MetaspaceProgram {
  /** Refusals in a row; a smaller class may still find room after the first. */
  private static final int REFUSALS = 50;

  private MetaspaceProgram() {}

  /** What each of the loaders has one of. */
  static final class Leaked {
    private Leaked() {}
  }

  private static final class Leak extends ClassLoader {
    Class<?> define(byte[] bytes) {
      return defineClass(null, bytes, 0, bytes.length);
    }
  }

  /** Takes the folder for the evidence. */
  public static void main(String[] arguments) throws IOException {
    EvidenceCollector collector =
        new EvidenceCollector(
            EvidenceSettings.defaults(Path.of(arguments[0])),
            new DiagnosticCommands(),
            InstantSource.system());
    Aging aging =
        new Aging(
            "s1",
            "metaspace full",
            Instant.EPOCH,
            List.of(
                new Aging.Row("metaspace", 5e7, 5e7, "bytes", "CRITICAL", "full", 1e6, 1, 0, 0, 1)),
            List.of(),
            "time,metaspace");
    collector.takeEarlyBaseline();
    collector.rehearse(() -> aging);
    byte[] bytes;
    try (InputStream in =
        MetaspaceProgram.class.getResourceAsStream("MetaspaceProgram$Leaked.class")) {
      bytes = in.readAllBytes();
    }
    List<Object> kept = new ArrayList<>();
    int refusals = 0;
    while (refusals < REFUSALS) {
      try {
        kept.add(new Leak().define(bytes));
        refusals = 0;
      } catch (OutOfMemoryError e) {
        refusals++;
      }
    }

    EvidenceResult result = collector.collect(aging);

    System.out.println(result.sentence());
    System.out.println(kept.size() > REFUSALS);
  }
}
