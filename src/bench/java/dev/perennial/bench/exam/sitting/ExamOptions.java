package dev.perennial.bench.exam.sitting;

import java.nio.file.Path;
import java.util.List;
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
    Pattern scenario,
    Pattern rule,
    Path recordings,
    @Nullable Path json) {

  static final String HELP =
      """
      src/bench/run --exam [OPTION VALUE]...   one table: how rules judge servers whose truth is known

        --seed N           of the made-up servers (1)
        --days N           of healthy servers, all together (1100)
        --traces N         servers of each scenario that ages (20)
        --period S         seconds between two samples of a healthy server (10)
        --scenario REGEX   only scenarios whose name contains it (all)
        --rule REGEX       only rules whose name contains it (all)
        --recordings DIR   of real JVMs (src/bench/recordings)
        --json FILE        the figures as JSON too
      """;

  static ExamOptions read(List<String> args) {
    Pattern all = Pattern.compile("");
    Path recordings = Path.of(System.getProperty("bench.recordings", "src/bench/recordings"));
    ExamOptions o = new ExamOptions(1, 1100, 20, 10, all, all, recordings, null);
    for (int i = 0; i < args.size(); i += 2) {
      if (i + 1 == args.size()) {
        throw new IllegalArgumentException(args.get(i) + " needs a value, or is not known");
      }
      o = o.with(args.get(i), args.get(i + 1));
    }
    return o;
  }

  private ExamOptions with(String name, String v) {
    return switch (name) {
      case "--seed" ->
          new ExamOptions(
              number(name, v), days, traces, periodSeconds, scenario, rule, recordings, json);
      case "--days" ->
          new ExamOptions(
              seed, number(name, v), traces, periodSeconds, scenario, rule, recordings, json);
      case "--traces" ->
          new ExamOptions(
              seed, days, number(name, v), periodSeconds, scenario, rule, recordings, json);
      case "--period" ->
          new ExamOptions(seed, days, traces, number(name, v), scenario, rule, recordings, json);
      case "--scenario" ->
          new ExamOptions(
              seed, days, traces, periodSeconds, pattern(name, v), rule, recordings, json);
      case "--rule" ->
          new ExamOptions(
              seed, days, traces, periodSeconds, scenario, pattern(name, v), recordings, json);
      case "--recordings" ->
          new ExamOptions(seed, days, traces, periodSeconds, scenario, rule, Path.of(v), json);
      case "--json" ->
          new ExamOptions(
              seed, days, traces, periodSeconds, scenario, rule, recordings, Path.of(v));
      default -> throw new IllegalArgumentException("there is no option " + name);
    };
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
