package dev.perennial.testing.consistency;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds what one list on one server, asked by several clients at once, could not have answered. It
 * finds something in exactly those histories that are not linearizable, where an append that was
 * answered counts as an append and a read after it. An operation whose outcome is unknown may have
 * taken effect once, at any time after it was sent, or never: that alone is no finding.
 *
 * <p>The idea is that of Elle's list-append workload: as each write adds a token of its own to a
 * list that is never shortened, each answer tells the order of all writes before it, and no orders
 * need to be tried, as a checker for registers must (Knossos). See Kingsbury and Alvaro, "Elle:
 * Inferring Isolation Anomalies from Experimental Observations", PVLDB 14(3), 2020. A session is a
 * single list, so no cycles need to be searched for: lists must be beginnings of one another, and
 * grow with time.
 *
 * <p>Takes time in proportion to operations and tokens while there is nothing to find. Pure.
 */
final class Checker {
  private final List<Operation> operations;
  private final Map<String, Operation> writers = new HashMap<>();
  private final Sightings sightings;
  private final List<Finding> findings = new ArrayList<>();
  private final Set<String> lost = new HashSet<>();

  private Checker(List<Operation> operations) {
    this.operations = operations;
    this.sightings = new Sightings(operations);
    operations.stream().filter(Operation::isAppend).forEach(o -> writers.put(o.token(), o));
  }

  /**
   * Returns what is wrong with the history of one session: each lost, doubled and invented write
   * once, each stale answer, and each fork of its list; first to last.
   *
   * @param operations in the order in which they began
   */
  static List<Finding> check(List<Operation> operations) {
    Checker checker = new Checker(operations);
    checker.checkTokens();
    checker.checkAnswers();
    checker.sightings.forks().forEach(checker::checkFork);
    checker.findings.sort(
        Comparator.comparingLong(f -> f.evidence().get(f.evidence().size() - 1).invoked()));
    return checker.findings;
  }

  private void checkTokens() {
    sightings
        .byToken()
        .forEach(
            (token, ends) -> {
              checkInvented(token);
              ends.stream()
                  .filter(s -> ends.stream().anyMatch(o -> o != s && s.state.startsWith(o.state)))
                  .findFirst()
                  .ifPresent(
                      s ->
                          found(
                              Anomaly.DOUBLED, "write " + token + " is there twice", s.earliest()));
            });
  }

  private void checkInvented(String token) {
    Operation writer = writers.get(token);
    Operation shower = sightings.earliest(token);
    if (writer == null) {
      found(
          Anomaly.INVENTED,
          "write " + token + " was written by none of this session's clients",
          shower);
    } else if (writer.wasRefused()) {
      found(Anomaly.INVENTED, "write " + token + " was refused, and took effect", writer, shower);
    } else if (writer.invoked() > shower.completed()) {
      found(Anomaly.INVENTED, "write " + token + " was shown before it was sent", writer, shower);
    }
  }

  /** Each answer must show all that was shown by an answer that had come before it was asked. */
  private void checkAnswers() {
    List<Operation> ended =
        operations.stream()
            .filter(o -> o.shown().isPresent())
            .sorted(Comparator.comparingLong(Operation::completed))
            .toList();
    List<Operation> begun =
        ended.stream().sorted(Comparator.comparingLong(Operation::invoked)).toList();
    List<State> known = new ArrayList<>();
    int next = 0;
    for (Operation operation : begun) {
      for (; ended.get(next).completed() < operation.invoked(); next++) {
        learn(known, ended.get(next).shown().orElseThrow());
      }
      checkAnswer(operation, operation.shown().orElseThrow(), known);
    }
  }

  /** Keeps the longest of those lists that go on from one another: one, unless there is a fork. */
  private static void learn(List<State> known, State shown) {
    if (known.stream().noneMatch(k -> k.startsWith(shown))) {
      known.removeIf(shown::startsWith);
      known.add(shown);
    }
  }

  private void checkAnswer(Operation operation, State shown, List<State> known) {
    Set<String> missing = new LinkedHashSet<>();
    for (State state : known) {
      if (!shown.startsWith(state)) {
        missing.addAll(state.tokens());
      }
    }
    if (operation.isAppend() && !shown.contains(operation.token())) {
      missing.add(operation.token());
    }
    if (!missing.isEmpty()) {
      shown.tokens().forEach(missing::remove);
    }
    Operation stale = null;
    for (String token : missing) {
      Operation writer = writers.get(token);
      if (writer != null && isLost(writer, operation)) {
        if (lost.add(token)) {
          found(
              Anomaly.LOST,
              "write " + token + " was acknowledged, and is never seen again",
              writer,
              operation);
        }
      } else if (stale == null) {
        stale = sightings.earliest(token);
      }
    }
    if (stale != null) {
      found(Anomaly.STALE, "an answer does not show what it must", stale, operation);
    }
  }

  private boolean isLost(Operation writer, Operation missing) {
    return writer.shown().isPresent()
        && !sightings.isShownSince(writer.token(), missing.completed());
  }

  /** Of lists that fork, none may be shown; but a fork is no more than what is missing may be. */
  private void checkFork(List<Sighting> branches) {
    for (Sighting later : branches) {
      for (Sighting earlier : branches.subList(0, branches.indexOf(later))) {
        if (!isReplacedBy(earlier, later)) {
          found(
              Anomaly.SPLIT,
              "writes %s and %s were each shown as the next after the same %d"
                  .formatted(earlier.state.token, later.state.token, later.state.length - 1),
              earlier.earliest(),
              later.earliest());
          return;
        }
      }
    }
  }

  /** Returns whether the one list had come to its end, and the other does without its token. */
  private boolean isReplacedBy(Sighting one, Sighting other) {
    return one.isOverBefore(other)
        && sightings.of(one.state.token).stream().noneMatch(s -> s.state.startsWith(other.state));
  }

  private void found(Anomaly anomaly, String what, Operation... evidence) {
    findings.add(
        new Finding(
            anomaly,
            what,
            Stream.of(evidence)
                .distinct()
                .sorted(Comparator.comparingLong(Operation::invoked))
                .toList()));
  }
}
