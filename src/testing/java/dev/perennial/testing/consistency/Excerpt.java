package dev.perennial.testing.consistency;

import java.util.List;
import java.util.stream.Collectors;

/** Tells of one history what a person needs in order to see for themselves what is wrong. */
final class Excerpt {
  /** Operations told before each that is evidence. */
  private static final int BEFORE = 3;

  private Excerpt() {}

  /** Returns the operations around a finding, one a line; those that contradict are marked. */
  static String of(List<Operation> operations, Finding finding) {
    long start = operations.get(0).invoked();
    StringBuilder text = new StringBuilder();
    int told = 0;
    for (int i = 0; i < operations.size(); i++) {
      if (!isNear(operations, i, finding)) {
        continue;
      }
      if (i > told) {
        text.append("    ... ").append(i - told).append(" more\n");
      }
      told = i + 1;
      Operation operation = operations.get(i);
      text.append(finding.evidence().contains(operation) ? "  > " : "    ")
          .append(operation.inWords(start))
          .append('\n');
    }
    if (operations.size() > told) {
      text.append("    ... ").append(operations.size() - told).append(" more\n");
    }
    return text.toString();
  }

  private static boolean isNear(List<Operation> operations, int at, Finding finding) {
    return operations.subList(at, Math.min(operations.size(), at + BEFORE + 1)).stream()
        .anyMatch(finding.evidence()::contains);
  }

  /** Returns all findings of a history, one a line, at most so many. */
  static String of(List<Finding> findings, int atMost) {
    return findings.stream().limit(atMost).map(f -> "  " + f + "\n").collect(Collectors.joining());
  }
}
