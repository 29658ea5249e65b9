package dev.perennial.e2e;

import dev.perennial.testing.cluster.Server;
import dev.perennial.testing.consistency.SessionLoad;
import dev.perennial.testing.consistency.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.awaitility.core.ConditionTimeoutException;

/** A hand-over that is ordered, and the end of any. */
final class HandOver {
  private static final Duration BEGIN_LIMIT = Duration.ofMinutes(1);
  private static final Duration END_LIMIT = Duration.ofMinutes(3);
  private static final int SOME_REQUESTS = 40;
  private static final int MOST_OF_REASON = 100;

  private HandOver() {}

  /**
   * Orders it and waits for its end: the old server serves on, or is young.
   *
   * @param comesTrue whether the old server is to be young in the end, or the order is not done
   */
  static FaultResult ordered(FaultServers servers, List<SessionLoad> loads, boolean comesTrue)
      throws Exception {
    loads.forEach(load -> load.awaitMore(SOME_REQUESTS));
    long ordered = System.nanoTime();
    servers.old.call(Server.SERVER_BEAN, "rejuvenate");
    StageWatch.Step begin = servers.watch().await("DUPLEXING", ordered, BEGIN_LIMIT);
    Optional<StageWatch.Step> end =
        servers.watch().awaitAfter(begin.nanos(), s -> s.stage().equals("IN_SERVICE"), END_LIMIT);
    List<String> wrong = new ArrayList<>();
    if (end.isPresent() && servers.watch().hasBeen("RETIRED") != comesTrue) {
      wrong.add(comesTrue ? "not handed over" : "handed over");
    }
    return result(servers, loads, servers.cluster.servers(), end, ordered, wrong);
  }

  /**
   * Stops the clients, asks for each session once more at each of these servers, and says what came
   * of all so far.
   */
  static Verdict finish(SessionLoad load, List<Server> servers, List<String> wrong) {
    try {
      return load.finish(servers.stream().mapToInt(s -> s.httpPort).toArray());
    } catch (ConditionTimeoutException e) {
      wrong.add(firstLine(e));
      return load.verdict();
    }
  }

  /** As below, after clients were served again. */
  static FaultResult result(
      FaultServers servers,
      List<SessionLoad> loads,
      List<Server> alive,
      Optional<StageWatch.Step> end,
      long beganNanos,
      List<String> wrong) {
    List<Verdict> verdicts = new ArrayList<>();
    for (SessionLoad load : loads) {
      awaitServed(load, wrong);
      verdicts.add(finish(load, alive, wrong));
    }
    return result(servers, verdicts, end, beganNanos, wrong);
  }

  /** Says what became of all. */
  static FaultResult result(
      FaultServers servers,
      List<Verdict> verdicts,
      Optional<StageWatch.Step> end,
      long beganNanos,
      List<String> wrong) {
    System.out.println("  stages of s1: " + servers.watch());
    verdicts.forEach(verdict -> System.out.println("  " + verdict));
    return FaultResult.of(
        verdicts,
        end.map(step -> inWords(step, beganNanos)).orElse(""),
        servers.watch().switching(),
        wrong);
  }

  /** Waits until clients are answered, and says so if they are not. */
  static void awaitServed(SessionLoad load, List<String> wrong) {
    try {
      load.awaitMore(SOME_REQUESTS);
    } catch (AssertionError e) {
      wrong.add(firstLine(e));
    }
  }

  private static String firstLine(Throwable error) {
    return String.valueOf(error.getMessage()).lines().findFirst().orElse("");
  }

  private static String inWords(StageWatch.Step step, long beganNanos) {
    String why = step.reason();
    String shown = why.length() > MOST_OF_REASON ? why.substring(0, MOST_OF_REASON) + "..." : why;
    return "old server %s after %.1f s (%s)"
        .formatted(step.stage(), (step.nanos() - beganNanos) / 1e9, shown);
  }
}
