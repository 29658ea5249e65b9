package dev.perennial.agent.duplex;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a hand-over leaves behind (loss L5).
 *
 * @param unmoved what the application's own code cannot write or read
 * @param noRoom sessions for which the successor has no room, if there are any
 */
public record Leftovers(List<Unmoved> unmoved, Optional<NoRoom> noRoom) {
  private static final int NAMED = 5;

  public Leftovers {
    unmoved = List.copyOf(unmoved);
  }

  /** Returns whether nothing is left behind. */
  public boolean isEmpty() {
    return unmoved.isEmpty() && noRoom.isEmpty();
  }

  /** Returns all of it in a sentence, with the first few of them named; empty for nothing. */
  public String words() {
    if (isEmpty()) {
      return "";
    }
    List<String> all = new ArrayList<>();
    noRoom.ifPresent(some -> all.add(some.line()));
    if (!unmoved.isEmpty()) {
      all.add(ofApplication());
    }
    return "the hand-over left behind (loss L5) " + String.join("; and ", all);
  }

  private String ofApplication() {
    long whole = unmoved.stream().filter(Unmoved::isWhole).count();
    return whole
        + " sessions and "
        + (unmoved.size() - whole)
        + " attributes of others, because the application's code cannot write or read them;"
        + " audit.log names them all: "
        + unmoved.stream().limit(NAMED).map(Unmoved::line).collect(Collectors.joining("; "));
  }

  /** Returns a line for people for each of them; sessions without room are one. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    noRoom.ifPresent(some -> lines.add(some.line()));
    unmoved.forEach(one -> lines.add(one.line()));
    return lines;
  }
}
