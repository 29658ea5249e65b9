package dev.perennial.agent.duplex;

import java.util.ArrayList;
import java.util.List;

/** What is left behind in lines for people, not too many of them. Pure. */
final class LeftLines {
  private static final int MOST = 50;

  private LeftLines() {}

  static List<String> of(LeftBehind behind) {
    List<String> lines = new ArrayList<>(behind.unserializable());
    List<Unmoved> left = behind.all();
    left.stream().limit(MOST).forEach(one -> lines.add(one.line()));
    if (left.size() > MOST) {
      lines.add("and " + (left.size() - MOST) + " more stay behind");
    }
    return lines;
  }
}
