package dev.perennial.agent.rejuvenation;

import dev.perennial.agent.restart.Veto;
import java.util.List;
import java.util.stream.Collectors;

/** What speaks against a restart, in words. */
final class Vetoes {
  private Vetoes() {}

  /** Returns all of it; empty if nothing does. */
  static String all(List<Veto> vetoes) {
    return vetoes.stream().map(Veto::text).collect(Collectors.joining("; "));
  }

  /**
   * Returns what no end for a supervisor helps against either; empty if there is nothing.
   *
   * @param changesAccepted whether the next life may be another version
   */
  static String forbidding(List<Veto> vetoes, boolean changesAccepted) {
    return all(vetoes.stream().filter(veto -> forbids(veto, changesAccepted)).toList());
  }

  private static boolean forbids(Veto veto, boolean changesAccepted) {
    return switch (veto.kind()) {
      case IMPOSSIBLE -> true;
      case CHANGED -> !changesAccepted;
      case NO_EXEC -> false;
    };
  }

  /** Returns whether the process itself can become its next life. */
  static boolean allowExec(List<Veto> vetoes) {
    return vetoes.stream().noneMatch(veto -> veto.kind() == Veto.Kind.NO_EXEC);
  }
}
