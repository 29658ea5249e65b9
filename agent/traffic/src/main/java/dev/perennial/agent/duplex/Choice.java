package dev.perennial.agent.duplex;

import java.util.ArrayList;
import java.util.List;

/**
 * Which of the sessions that a request names is its own, as far as this server knows: the first one
 * that its application has. A pure decision.
 *
 * @param here the index of the one that is here and counts, if those that are asked for are
 *     nowhere; negative if there is none
 * @param asked the indices of those that come before it and may be elsewhere
 * @param isGone whether one of them has been handed over by this server
 */
record Choice(int here, List<Integer> asked, boolean isGone) {
  Choice {
    asked = List.copyOf(asked);
  }

  /** Where a session is, as this server knows it. */
  enum Standing {
    /** Here, and the application's; or not yet to be told from such a one. */
    HERE,
    /** Here, and another application's. */
    OF_ANOTHER,
    /** With the successor of this server. */
    GONE,
    /** Neither here nor handed over. */
    UNKNOWN
  }

  static Choice of(List<Standing> standings) {
    int last = standings.size() - 1;
    int here = standings.indexOf(Standing.HERE);
    if (here < 0 && last >= 0 && standings.get(last) == Standing.OF_ANOTHER) {
      // The container uses the last id for a new session.
      here = last;
    }
    List<Integer> before = new ArrayList<>();
    boolean gone = false;
    boolean unknown = false;
    for (int i = 0; i < (here < 0 ? standings.size() : here); i++) {
      switch (standings.get(i)) {
        case GONE -> {
          gone = true;
          before.add(i);
        }
        case UNKNOWN -> {
          unknown = true;
          before.add(i);
        }
        case HERE, OF_ANOTHER -> {}
      }
    }
    if (!unknown && gone && here >= 0 && standings.get(here) == Standing.OF_ANOTHER) {
      // Both will be with the successor, which has the one that comes first already.
      return new Choice(-1, List.of(), true);
    }
    // What has gone and what follows it meet at the successor: nobody need be asked.
    return new Choice(here, unknown ? before : List.of(), gone);
  }

  boolean isHere() {
    return here >= 0;
  }
}
