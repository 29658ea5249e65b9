package dev.perennial.testing.consistency;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All lists that the answers of a history showed, whole or as the beginning of a longer one. */
final class Sightings {
  private final Map<State, Sighting> all = new LinkedHashMap<>();
  private final Map<String, List<Sighting>> byToken = new HashMap<>();
  private final Map<State, List<Sighting>> next = new LinkedHashMap<>();

  Sightings(List<Operation> operations) {
    for (Operation operation : operations) {
      operation.shown().ifPresent(shown -> of(shown).by(operation));
    }
    List<Sighting> longestFirst = new ArrayList<>(all.values());
    longestFirst.sort(Comparator.comparingInt((Sighting s) -> s.state.length).reversed());
    for (Sighting sighting : longestFirst) {
      State parent = sighting.state.parent();
      if (parent != null) {
        of(parent).by(sighting);
        next.computeIfAbsent(parent, p -> new ArrayList<>()).add(sighting);
        byToken.computeIfAbsent(sighting.state.token, t -> new ArrayList<>()).add(sighting);
      }
    }
  }

  /** Returns the one of a list, which is there for all beginnings of the list then. */
  private Sighting of(State shown) {
    for (State state = shown; state != null && !all.containsKey(state); state = state.parent()) {
      all.put(state, new Sighting(state));
    }
    return all.get(shown);
  }

  /** Returns those of all lists that end with a token, by their tokens. */
  Map<String, List<Sighting>> byToken() {
    return byToken;
  }

  /** Returns those of all lists that end with a token. */
  List<Sighting> of(String token) {
    return byToken.getOrDefault(token, List.of());
  }

  /** Returns what follows on each list that is followed by different tokens, first asked first. */
  Collection<List<Sighting>> forks() {
    return next.values().stream().filter(sightings -> sightings.size() > 1).toList();
  }

  /** Returns whether a request that was sent no earlier than then was answered with a token. */
  boolean isShownSince(String token, long time) {
    return of(token).stream().anyMatch(s -> s.isSince(time));
  }

  /** Returns the first operation that was answered with a token, which one must have been. */
  Operation earliest(String token) {
    return of(token).stream()
        .map(Sighting::earliest)
        .min(Comparator.comparingLong(Operation::completed))
        .orElseThrow();
  }
}
