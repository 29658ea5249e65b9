package dev.perennial.agent.duplex;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a hand-over leaves behind (loss L5).
 *
 * @param unmoved what the application's own code cannot write or read
 * @param noRoom sessions for which the successor has no room, if there are any
 */
public record Leftovers(List<Unmoved> unmoved, Optional<NoRoom> noRoom) {
  public Leftovers {
    unmoved = List.copyOf(unmoved);
  }

  /** Returns whether nothing is left behind. */
  public boolean isEmpty() {
    return unmoved.isEmpty() && noRoom.isEmpty();
  }

  /** Returns a line for people for each of them; sessions without room are one. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    noRoom.ifPresent(some -> lines.add(some.line()));
    unmoved.forEach(one -> lines.add(one.line()));
    return lines;
  }
}
