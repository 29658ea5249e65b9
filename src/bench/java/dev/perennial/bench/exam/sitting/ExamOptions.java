package dev.perennial.bench.exam.sitting;

import dev.perennial.testing.options.Count;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What is examined. */
@Command(
    name = "exam",
    customSynopsis =
        "src/bench/run --exam [OPTION VALUE]...   one table: how rules judge servers whose truth is"
            + " known%n",
    synopsisHeading = "",
    sortOptions = false,
    usageHelpWidth = 120)
final class ExamOptions {
  /** Which made-up servers. */
  enum Servers {
    HELDOUT,
    TUNING
  }

  @Option(
      names = "--seed",
      paramLabel = "N",
      converter = Count.class,
      description = "of the made-up servers (${DEFAULT-VALUE})")
  int seed = 1;

  @Option(
      names = "--days",
      paramLabel = "N",
      converter = Count.class,
      description = "of healthy servers, all together (${DEFAULT-VALUE})")
  int days = 1100;

  @Option(
      names = "--lives",
      paramLabel = "N",
      converter = Count.class,
      description = "servers of each scenario that ages (${DEFAULT-VALUE})")
  int lives = 20;

  @Option(
      names = "--period",
      paramLabel = "S",
      converter = Count.class,
      description = "seconds between two samples of a healthy server (${DEFAULT-VALUE})")
  int periodSeconds = 10;

  @Option(
      names = "--servers",
      paramLabel = "KIND",
      description = "heldout, or tuning: those that the judge was tuned on (heldout)")
  Servers servers = Servers.HELDOUT;

  @Option(
      names = "--scenario",
      paramLabel = "REGEX",
      description = "only scenarios whose name contains it (all)")
  Pattern scenario = Pattern.compile("");

  @Option(
      names = "--rule",
      paramLabel = "REGEX",
      description = "only rules whose name contains it (all)")
  Pattern rule = Pattern.compile("");

  @Option(
      names = "--recordings",
      paramLabel = "DIR",
      description = "of real JVMs (src/bench/recordings)")
  Path recordings = Path.of(System.getProperty("bench.recordings", "src/bench/recordings"));

  @Option(
      names = "--traces",
      paramLabel = "DIR",
      description =
          "of real machines and systems, which are not in this repository, besides (none). "
              + "Of the machines every other: --servers tuning takes the first, heldout the second")
  @Nullable Path traces;

  @Option(names = "--json", paramLabel = "FILE", description = "the figures as JSON too")
  @Nullable Path json;

  @Option(names = "--help", usageHelp = true, description = "this text")
  boolean help;
}
