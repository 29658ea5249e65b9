package dev.perennial.agent.evidence;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/**
 * Saves evidence of nothing, and removes it again: whatever that takes is loaded and linked by
 * then. A server whose metaspace is exhausted can load nothing, and its evidence is what tells of
 * the loaders that leak. The objects of the heap are not looked at: that takes time. A heap dump is
 * not read either, so where one is asked for, that part may be missing.
 */
final class Rehearsal {
  /** Comes before all that is evidence, for whoever looks for the newest. */
  private static final String FOLDER = ".rehearsal";

  /** As the JVM has it, of one class. */
  private static final String HISTOGRAM =
      """
       num     #instances         #bytes  class name (module)
      -------------------------------------------------------
         1:            %d             %d  [B (java.base@17)
         2:            %d             %d  com.example.Order
      Total            %d             %d
      """;

  private final EvidenceSettings settings;
  private final DiagnosticCommands commands;
  private final InstantSource clock;
  private final Surroundings around;

  Rehearsal(
      EvidenceSettings settings,
      DiagnosticCommands commands,
      InstantSource clock,
      Surroundings around) {
    this.around = around;
    this.settings =
        new EvidenceSettings(
            settings.directory().resolve(FOLDER),
            settings.keep(),
            settings.maxBytes(),
            settings.limit(),
            settings.classes(),
            EvidenceSettings.HeapDump.NONE,
            false);
    this.commands = commands;
    this.clock = clock;
  }

  /** Rehearses what goes well and what does not. Throws nothing. */
  void run(Supplier<Aging> server) {
    int[] times = new int[1];
    EvidenceCollector grown =
        new EvidenceCollector(settings, commands, clock, around, () -> histogram(++times[0]));
    grown.takeBaseline();
    collect(grown, () -> aging(clock.instant()));
    collect(grown, server);
    collect(
        new EvidenceCollector(
            settings,
            commands,
            clock,
            around,
            () -> {
              throw new UnsupportedOperationException(FOLDER);
            }),
        () -> aging(clock.instant()));
  }

  private static String histogram(int times) {
    long bytes = 5_000_000L * times;
    return HISTOGRAM.formatted(times, bytes, times, bytes, 2 * times, 2 * bytes);
  }

  private void collect(EvidenceCollector collector, Supplier<Aging> aging) {
    try {
      EvidenceResult result = collector.collect(aging.get());
      // It is told when it is real, so what makes the sentence is loaded, too.
      String sentence = result.sentence();
      if (result.folder() != null && !sentence.isEmpty()) {
        remove(result.folder());
      }
      remove(settings.directory());
    } catch (IOException | RuntimeException e) {
      // It is in the way of nothing; the next rehearsal removes the oldest.
      return;
    }
  }

  private static void remove(Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  private static Aging aging(Instant now) {
    double day = 24;
    return new Aging(
        FOLDER,
        FOLDER,
        now.minusSeconds(3600),
        List.of(
            new Aging.Row(
                "metaspace", 5e7, 6e7, "bytes", "UNSTABLE", FOLDER, 1e6, 3.5, day, 20, 30),
            new Aging.Row(
                "threads",
                5,
                0,
                "threads",
                "STABLE",
                FOLDER,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN)),
        List.of(
            new Aging.Point(now.minusSeconds(60), 4e7, Double.NaN), new Aging.Point(now, 5e7, day)),
        "time,metaspace\n1,2\n");
  }
}
