package dev.perennial.bench.exam.sitting;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * What is examined.
 *
 * @param seed of the made-up servers
 * @param days of healthy servers, all together
 * @param traces of each scenario that ages
 * @param periodSeconds between two samples of a healthy server
 * @param tuning whether the servers are those that the judge was tuned on
 * @param scenario that a name must contain a match of
 * @param rule that a name must contain a match of
 * @param recordings folder
 * @param json file for the figures, or null
 */
record ExamOptions(
    long seed,
    int days,
    int traces,
    int periodSeconds,
    boolean tuning,
    Pattern scenario,
    Pattern rule,
    Path recordings,
    @Nullable Path json) {

  private static final Set<String> NAMES =
      Set.of(
          "--seed",
          "--days",
          "--traces",
          "--period",
          "--servers",
          "--scenario",
          "--rule",
          "--recordings",
          "--json");

  static final String HELP =
      """
      src/bench/run --exam [OPTION VALUE]...   one table: how rules judge servers whose truth is known

        --seed N           of the made-up servers (1)
        --days N           of healthy servers, all together (1100)
        --traces N         servers of each scenario that ages (20)
        --period S         seconds between two samples of a healthy server (10)
        --servers KIND     heldout, or tuning: those that the judge was tuned on (heldout)
        --scenario REGEX   only scenarios whose name contains it (all)
        --rule REGEX       only rules whose name contains it (all)
        --recordings DIR   of real JVMs (src/bench/recordings)
        --json FILE        the figures as JSON too
      """;

  static ExamOptions read(List<String> args) {
    Pattern all = Pattern.compile("");
    Path recordings = Path.of(System.getProperty("bench.recordings", "src/bench/recordings"));
    ExamOptions o = new ExamOptions(1, 1100, 20, 10, false, all, all, recordings, null);
    for (int i = 0; i < args.size(); i += 2) {
      if (i + 1 == args.size()) {
        throw new IllegalArgumentException(args.get(i) + " needs a value, or is not known");
      }
      o = o.with(args.get(i), args.get(i + 1));
    }
    return o;
  }

  private ExamOptions with(String name, String v) {
    ExamOptions next =
        new ExamOptions(
            name.equals("--seed") ? number(name, v) : seed,
            name.equals("--days") ? number(name, v) : days,
            name.equals("--traces") ? number(name, v) : traces,
            name.equals("--period") ? number(name, v) : periodSeconds,
            name.equals("--servers") ? kind(name, v) : tuning,
            name.equals("--scenario") ? pattern(name, v) : scenario,
            name.equals("--rule") ? pattern(name, v) : rule,
            name.equals("--recordings") ? Path.of(v) : recordings,
            name.equals("--json") ? Path.of(v) : json);
    if (!NAMES.contains(name)) {
      throw new IllegalArgumentException("there is no option " + name);
    }
    return next;
  }

  private static boolean kind(String name, String value) {
    if (!value.equals("heldout") && !value.equals("tuning")) {
      throw new IllegalArgumentException(name + " (" + value + ") must be heldout or tuning");
    }
    return value.equals("tuning");
  }

  private static Pattern pattern(String name, String value) {
    try {
      return Pattern.compile(value);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(name + " (" + value + ") must be a regular expression", e);
    }
  }

  private static int number(String name, String value) {
    if (!value.matches("[1-9][0-9]{0,6}")) {
      throw new IllegalArgumentException(name + " (" + value + ") must be a number above 0");
    }
    return Integer.parseInt(value);
  }
}
