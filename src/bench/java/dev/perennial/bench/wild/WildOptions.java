package dev.perennial.bench.wild;

import dev.perennial.testing.options.Count;
import dev.perennial.testing.options.JdkHome;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What is tried. */
@Command(
    name = "bench --wild",
    customSynopsis =
        "src/bench/run --wild [OPTION VALUE]...   what the agent makes of programs that nobody here"
            + " wrote%n",
    synopsisHeading = "",
    footer = {
      "",
      "Each row is a real process, or a pair of them. Progress goes to the standard error stream,"
          + " one Markdown table to the standard output: what was seen before, what must be, and"
          + " what is now. Exits with 1 if a row is missed; the files of its servers are then kept."
          + " What this machine does not allow is told as skipped."
    },
    sortOptions = false,
    usageHelpWidth = 120)
final class WildOptions {
  @Option(
      names = "--java",
      paramLabel = "HOME,...",
      hideParamSyntax = true,
      split = ",",
      converter = JdkHome.class,
      description = "JDKs: all rows on the first, death spirals on each (that of the bench)")
  List<Path> javas = List.of(Path.of(System.getProperty("java.home")));

  @Option(
      names = "--only",
      paramLabel = "NAME",
      description = "rows with this regular expression in their name, such as \"cache, G1\"")
  Pattern only = Pattern.compile("");

  @Option(
      names = "--at-once",
      paramLabel = "N",
      converter = Count.class,
      description = "rows at the same time (${DEFAULT-VALUE})")
  int atOnce = 3;

  @Option(
      names = "--healthy",
      paramLabel = "S",
      converter = Count.class,
      description = "seconds that a cache that fills is watched (${DEFAULT-VALUE})")
  int healthySeconds = 600;

  @Option(
      names = "--long",
      description =
          "leaks last half an hour, so that they can be found with a quarter of their life left;"
              + " without it some minutes, which is shorter than four hold times")
  boolean longLives;

  @Option(names = "--help", usageHelp = true, description = "this text")
  boolean help;
}
