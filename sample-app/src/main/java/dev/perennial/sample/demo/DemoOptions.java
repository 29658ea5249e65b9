package dev.perennial.sample.demo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for on the command line.
 *
 * @param mode of the cluster
 * @param rounds how many rejuvenations
 * @param json file for the figures, or null
 * @param keep whether the cluster is left running
 * @param withAgent false for the control run
 * @param sabotage name of a fault to plant, or null
 * @param quick whether it is to be smaller and faster
 * @param help whether only help is wanted
 */
record DemoOptions(
    DemoMode mode,
    int rounds,
    @Nullable Path json,
    boolean keep,
    boolean withAgent,
    @Nullable String sabotage,
    boolean quick,
    boolean help) {
  static final List<String> SABOTAGES =
      List.of("drop-last-delta", "double-owner", "lost-part", "new-session");
  private static final int MAX_ROUNDS = 20;

  static DemoOptions defaults() {
    return new DemoOptions(DemoMode.ACTIVE_STANDBY, 1, null, false, true, null, false, false);
  }

  /**
   * Reads the command line.
   *
   * @throws IllegalArgumentException with all mistakes, one on a line
   */
  static DemoOptions parse(List<String> arguments) {
    List<String> mistakes = new ArrayList<>();
    DemoOptions options = defaults();
    for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
      String option = rest.next();
      options =
          switch (option) {
            case "--keep" -> options.withKeep();
            case "--without-agent" -> options.withoutAgent();
            case "--quick" -> options.withQuick();
            case "--help", "-h" -> options.withHelp();
            case "--mode", "--rounds", "--json", "--sabotage" -> {
              if (!rest.hasNext()) {
                mistakes.add(option + " needs a value");
                yield options;
              }
              yield options.with(option, rest.next(), mistakes);
            }
            default -> {
              mistakes.add(option + " is no option; --help names them");
              yield options;
            }
          };
    }
    if (!options.withAgent() && options.sabotage() != null) {
      mistakes.add("--sabotage plants a fault in the agent, so it makes no sense --without-agent");
    }
    if (!mistakes.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", mistakes));
    }
    return options;
  }

  /** Returns how large everything is. */
  Scale scale() {
    return quick ? Scale.quick(rounds) : Scale.standard(rounds);
  }

  private DemoOptions with(String option, String value, List<String> mistakes) {
    return switch (option) {
      case "--mode" ->
          DemoMode.of(value)
              .map(this::withMode)
              .orElseGet(
                  () -> mistaken(mistakes, "--mode", value, "active-standby or active-active"));
      case "--rounds" ->
          value.matches("[0-9]{1,3}")
                  && Integer.parseInt(value) >= 1
                  && Integer.parseInt(value) <= MAX_ROUNDS
              ? withRounds(Integer.parseInt(value))
              : mistaken(mistakes, "--rounds", value, "a number from 1 to " + MAX_ROUNDS);
      case "--sabotage" ->
          SABOTAGES.contains(value)
              ? withSabotage(value)
              : mistaken(mistakes, "--sabotage", value, "one of " + String.join(", ", SABOTAGES));
      default -> withJson(Path.of(value));
    };
  }

  private DemoOptions mistaken(List<String> mistakes, String option, String value, String allowed) {
    mistakes.add(option + " " + value + ": must be " + allowed);
    return this;
  }

  private DemoOptions withMode(DemoMode next) {
    return new DemoOptions(next, rounds, json, keep, withAgent, sabotage, quick, help);
  }

  private DemoOptions withRounds(int next) {
    return new DemoOptions(mode, next, json, keep, withAgent, sabotage, quick, help);
  }

  private DemoOptions withJson(Path next) {
    return new DemoOptions(mode, rounds, next, keep, withAgent, sabotage, quick, help);
  }

  private DemoOptions withSabotage(String next) {
    return new DemoOptions(mode, rounds, json, keep, withAgent, next, quick, help);
  }

  private DemoOptions withKeep() {
    return new DemoOptions(mode, rounds, json, true, withAgent, sabotage, quick, help);
  }

  private DemoOptions withoutAgent() {
    return new DemoOptions(mode, rounds, json, keep, false, sabotage, quick, help);
  }

  private DemoOptions withQuick() {
    return new DemoOptions(mode, rounds, json, keep, withAgent, sabotage, true, help);
  }

  private DemoOptions withHelp() {
    return new DemoOptions(mode, rounds, json, keep, withAgent, sabotage, quick, true);
  }
}
