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

  /** Returns what no end for a supervisor helps against either; empty if there is nothing. */
  static String forbidding(List<Veto> vetoes) {
    return all(vetoes.stream().filter(veto -> veto.kind() != Veto.Kind.NO_EXEC).toList());
  }
}
