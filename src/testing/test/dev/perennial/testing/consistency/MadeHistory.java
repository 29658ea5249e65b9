package dev.perennial.testing.consistency;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Histories written down as text, one operation a line: {@code 10-20 append c = s1 a b c}, {@code
 * 30-40 read = s2 -}, {@code 10-20 append c refused}, {@code 10 append c unknown}.
 */
final class MadeHistory {
  private static final Pattern LINE =
      Pattern.compile(
          "(\\d+)(?:-(\\d+))? (?:append (\\w+)|read) (?:= (\\w+) ([\\w -]+)|(refused|unknown))");

  private MadeHistory() {}

  static List<Operation> of(String text) {
    State empty = State.empty();
    List<Operation> operations = new ArrayList<>();
    for (String line : text.strip().lines().map(String::strip).toList()) {
      Matcher parts = LINE.matcher(line);
      if (!parts.matches()) {
        throw new IllegalArgumentException(line);
      }
      operations.add(
          new Operation(
              parts.group(3) == null ? "" : parts.group(3),
              Long.parseLong(parts.group(1)),
              parts.group(2) == null ? Operation.NEVER : Long.parseLong(parts.group(2)),
              outcome(parts, empty)));
    }
    return operations;
  }

  private static Outcome outcome(Matcher parts, State empty) {
    if (parts.group(4) != null) {
      String shown = parts.group(5);
      return new Outcome.Answered(
          parts.group(4), empty.then(shown.equals("-") ? List.of() : List.of(shown.split(" "))));
    }
    return parts.group(6).equals("refused")
        ? new Outcome.Refused("test")
        : new Outcome.Unknown("test");
  }
}
