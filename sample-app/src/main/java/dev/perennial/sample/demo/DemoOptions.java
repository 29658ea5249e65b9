package dev.perennial.sample.demo;

import dev.perennial.sample.client.TrafficSettings;
import dev.perennial.testing.fault.Fault;
import dev.perennial.testing.options.CommandLines;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What was asked for on the command line. */
@Command(
    name = "demo",
    synopsisHeading = "",
    customSynopsis = "sample-app/demo: Perennial's main job, live, on this machine.%n",
    description =
        "Starts a small cluster of web shops on loopback, each with the agent, drives it with a"
            + " client that checks every answer against what was acknowledged before, lets one"
            + " server leak heap until Perennial itself judges it unstable, and shows what happens:"
            + " duplexing, switch-over, restart in place, return. Takes at most 3 minutes a"
            + " round.%n",
    optionListHeading = "Options%n",
    exitCodeListHeading = "%nExit status%n",
    exitCodeList = {
      "0:no request failed, no write was lost, no answer was stale, and the aged server is back"
          + " where it belongs, same pid",
      "1:otherwise",
      "2:for an option that is not understood",
      "130:when interrupted"
    },
    footerHeading = "%nJSON fields%n",
    footer = {
      "  requests failed lost stale   as the client counted them, over all rounds",
      "  sessionsMoved                sessions served by the aged server and then by another, over"
          + " all rounds",
      "  maxClientWaitMs              the longest that any client waited for an answer",
      "  switchPauseMs                the longest such wait of a request under way at a switch-over",
      "  verdictToBackMs              from the verdict to the young server's return, the longest;"
          + " -1 if one did not return",
      "  pidBefore pidAfter           process id of the server aged last",
      "  mode rounds                  as run; rounds counts those that were finished",
      "",
      "What counts as failed: refused, reset, timed out, broken off, any status but 200. Not"
          + " failed: a 503 with Retry-After that is followed by success (shown apart), and a GET"
          + " sent again because an idle connection had been closed, as HTTP allows. A POST is"
          + " never sent again, but after such a 503."
    },
    sortOptions = false,
    usageHelpWidth = 120)
final class DemoOptions {
  @Option(
      names = "--mode",
      paramLabel = "MODE",
      converter = ModeName.class,
      description =
          "active-standby (default): two primaries and a spare; active-active: three primaries")
  private DemoMode mode = DemoMode.ACTIVE_STANDBY;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      converter = Rounds.class,
      description = "number of rejuvenations, one after another (1 to 20, default 1)")
  private int rounds = 1;

  @Option(names = "--json", paramLabel = "FILE", description = "also write the figures to FILE")
  private @Nullable Path json;

  @Option(
      names = "--keep",
      description = "leave the cluster running, and print each URL and JMX port")
  private boolean keep;

  @Option(
      names = "--without-agent",
      description = "the control run: no agent, a plain restart of the aged server; must fail")
  private boolean withoutAgent;

  @Option(
      names = "--sabotage",
      paramLabel = "NAME",
      converter = FaultName.class,
      description =
          "plant a fault in the servers: drop-last-delta, double-owner, lost-part or new-session;"
              + " must fail")
  private @Nullable String sabotage;

  @Option(
      names = "--patience",
      paramLabel = "N",
      converter = Seconds.class,
      description =
          "a request without a complete answer within N seconds has failed (1 to 600, default 30)")
  private int patience = 30;

  @Option(
      names = "--quick",
      description =
          "smaller and faster, for tests: fewer sessions, a smaller heap, shorter times (all"
              + " printed)")
  private boolean quick;

  @Option(
      names = "--tiny",
      hidden = true,
      description = "for tests of planted faults: two servers, and smaller still")
  private boolean tiny;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "this text")
  @SuppressWarnings("UnusedVariable") // picocli sees it.
  private boolean help;

  private DemoOptions() {}

  /**
   * Reads the command line.
   *
   * @throws IllegalArgumentException with all mistakes, one on a line
   */
  static DemoOptions parse(List<String> arguments) {
    DemoOptions options = CommandLines.read(DemoOptions.class, arguments);
    if (options.withoutAgent && options.sabotage != null) {
      throw new IllegalArgumentException(
          "--sabotage plants a fault in the agent, so it makes no sense --without-agent");
    }
    return options;
  }

  /** Returns the mode of the cluster. */
  DemoMode mode() {
    return mode;
  }

  /** Returns how many rejuvenations. */
  int rounds() {
    return rounds;
  }

  /** Returns the file for the figures, or null. */
  @Nullable Path json() {
    return json;
  }

  /** Returns whether the cluster is left running. */
  boolean keep() {
    return keep;
  }

  /** Returns false for the control run. */
  boolean withAgent() {
    return !withoutAgent;
  }

  /** Returns the name of a fault to plant, or null. */
  @Nullable String sabotage() {
    return sabotage;
  }

  /** Returns the traffic of the client. */
  TrafficSettings traffic() {
    return scale().traffic().within(Duration.ofSeconds(patience));
  }

  /** Returns how large everything is. */
  Scale scale() {
    if (tiny) {
      return Scale.tiny(rounds);
    }
    return quick ? Scale.quick(rounds) : Scale.standard(rounds);
  }

  /** Returns the roles of the servers at the start. */
  List<String> roles() {
    List<String> all = mode.roles();
    return tiny ? all.subList(all.size() - 2, all.size()) : all;
  }

  private static TypeConversionException mistake(String value, String allowed) {
    return new TypeConversionException("'" + value + "' must be " + allowed);
  }

  private static final class ModeName implements ITypeConverter<DemoMode> {
    @Override
    public DemoMode convert(String value) {
      return DemoMode.of(value)
          .orElseThrow(() -> mistake(value, "active-standby or active-active"));
    }
  }

  private static final class Rounds implements ITypeConverter<Integer> {
    private static final int MAX = 20;

    @Override
    public Integer convert(String value) {
      if (!value.matches("[1-9][0-9]?") || Integer.parseInt(value) > MAX) {
        throw mistake(value, "a number from 1 to " + MAX);
      }
      return Integer.valueOf(value);
    }
  }

  private static final class Seconds implements ITypeConverter<Integer> {
    private static final int MAX = 600;

    @Override
    public Integer convert(String value) {
      if (!value.matches("[1-9][0-9]{0,2}") || Integer.parseInt(value) > MAX) {
        throw mistake(value, "a number of seconds from 1 to " + MAX);
      }
      return Integer.valueOf(value);
    }
  }

  private static final class FaultName implements ITypeConverter<String> {
    @Override
    public String convert(String value) {
      if (!Fault.names().contains(value)) {
        throw mistake(value, "one of " + String.join(", ", Fault.names()));
      }
      return value;
    }
  }
}
