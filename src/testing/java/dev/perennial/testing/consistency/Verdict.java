package dev.perennial.testing.consistency;

import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** What the histories of some sessions say of the servers that they were had with. Immutable. */
public final class Verdict {
  /** Findings of one session that are told. */
  private static final int FINDINGS = 5;

  private final int sessions;
  private int operations;
  private int answered;
  private int refused;
  private int unknown;
  private int putOff;
  private final Map<Anomaly, Integer> counts = new EnumMap<>(Anomaly.class);
  private String failure = "";
  private String example = "";

  private Verdict(Collection<History> histories) {
    sessions = histories.size();
    histories.forEach(this::add);
  }

  /** Returns it for what has happened so far. */
  public static Verdict of(Collection<History> histories) {
    return new Verdict(histories);
  }

  private void add(History history) {
    List<Operation> all = history.operations();
    operations += all.size();
    putOff += history.putOff();
    for (Operation operation : all) {
      if (operation.shown().isPresent()) {
        answered++;
        continue;
      }
      if (operation.wasRefused()) {
        refused++;
      } else {
        unknown++;
      }
      if (failure.isEmpty()) {
        failure = "session " + history.session() + ": " + operation.inWords(all.get(0).invoked());
      }
    }
    List<Finding> findings = Checker.check(all);
    findings.forEach(f -> counts.merge(f.anomaly(), 1, Integer::sum));
    if (!findings.isEmpty() && example.isEmpty()) {
      example =
          "session "
              + history.session()
              + ":\n"
              + Excerpt.of(findings, FINDINGS)
              + Excerpt.of(all, findings.get(0));
    }
  }

  /** Returns how many requests were sent, whatever became of them. */
  public int operations() {
    return operations;
  }

  /** Returns how many requests were not answered with what they asked for. */
  public int failed() {
    return refused + unknown;
  }

  /** Returns how often an anomaly was found. */
  public int count(Anomaly anomaly) {
    return counts.getOrDefault(anomaly, 0);
  }

  /** Returns how often any was found. */
  public int anomalies() {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  /**
   * Fails if anything was found. Requests may have failed, but not all.
   *
   * @return this
   * @throws AssertionError with counts and the first history that cannot be
   */
  public Verdict requireConsistent() {
    if (!counts.isEmpty() || answered == 0) {
      throw new AssertionError(toString());
    }
    return this;
  }

  /**
   * Fails if anything was found, or any request has failed.
   *
   * @return this
   * @throws AssertionError with counts and the first history that cannot be
   */
  public Verdict requireNoneFailed() {
    if (failed() > 0) {
      throw new AssertionError(toString());
    }
    return requireConsistent();
  }

  /**
   * Returns the counts on one line, and below it the first failure and the first history that
   * cannot be.
   */
  @Override
  public String toString() {
    StringJoiner line = new StringJoiner(", ");
    line.add(operations + " operations in " + sessions + " sessions");
    line.add(answered + " answered");
    line.add(refused + " refused");
    line.add(unknown + " of unknown outcome");
    line.add(putOff + " times put off");
    for (Anomaly anomaly : Anomaly.values()) {
      line.add(count(anomaly) + " " + anomaly.text());
    }
    return line
        + (failure.isEmpty() ? "" : "\nthe first that failed: " + failure)
        + (example.isEmpty() ? "" : "\n" + example);
  }
}
