package dev.perennial.testing.consistency;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A list of tokens as an answer showed it, as a node in the tree of all lists that a session has
 * shown. Lists that agree are one path; where the tree has a fork, they do not. So a list of n
 * tokens that goes on from one known before costs one node, not n. Grows under its history's lock;
 * what is known of a node never changes.
 */
final class State {
  /** The token that it ends with; empty for the empty list. */
  final String token;

  final int length;
  private final @Nullable State parent;
  private final Map<String, State> next = new HashMap<>();

  private State(@Nullable State parent, String token, int length) {
    this.parent = parent;
    this.token = token;
    this.length = length;
  }

  /** Returns the empty list, the root of a tree of its own. */
  static State empty() {
    return new State(null, "", 0);
  }

  /** Returns the list with these tokens more. */
  State then(Collection<String> tokens) {
    State state = this;
    for (String token : tokens) {
      State before = state;
      state = before.next.computeIfAbsent(token, t -> new State(before, t, before.length + 1));
    }
    return state;
  }

  /** Returns the list without its last token; null if it has none. */
  @Nullable State parent() {
    return parent;
  }

  /** Returns whether another list of this tree is the beginning of this one, or this one. */
  boolean startsWith(State other) {
    State state = this;
    while (state.parent != null && state.length > other.length) {
      state = state.parent;
    }
    return state == other;
  }

  /** Returns whether a token is in it. Quick if it is near the end. */
  boolean contains(String wanted) {
    for (State state = this; state.parent != null; state = state.parent) {
      if (state.token.equals(wanted)) {
        return true;
      }
    }
    return false;
  }

  /** Returns its tokens, first to last. */
  List<String> tokens() {
    Deque<String> tokens = new ArrayDeque<>();
    for (State state = this; state.parent != null; state = state.parent) {
      tokens.addFirst(state.token);
    }
    return List.copyOf(tokens);
  }

  /** Returns its length and last tokens, in words. */
  @Override
  public String toString() {
    List<String> tokens = tokens();
    int from = Math.max(0, length - 3);
    return (length == 0 ? "nothing" : length + (length == 1 ? " write" : " writes"))
        + (length == 0
            ? ""
            : " ["
                + (from > 0 ? ".. " : "")
                + String.join(" ", tokens.subList(from, length))
                + "]");
  }
}
