package dev.perennial.agent.duplex;

import java.util.ArrayList;
import java.util.List;

/** What is left behind in lines for people, not too many of them. Pure. */
final class LeftLines {
  private static final int MOST = 50;

  private LeftLines() {}

  static List<String> of(LeftBehind behind, String successor) {
    List<String> lines = new ArrayList<>(behind.unserializable());
    List<String> left = behind.leftovers(successor).lines();
    left.stream().limit(MOST).forEach(lines::add);
    if (left.size() > MOST) {
      lines.add("and " + (left.size() - MOST) + " more stay behind");
    }
    return lines;
  }
}
