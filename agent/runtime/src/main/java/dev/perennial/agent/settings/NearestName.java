package dev.perennial.agent.settings;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;

/** Finds the key that somebody may have meant. */
final class NearestName {
  private NearestName() {}

  /** Returns the key whose name takes the fewest changes, unless those would be too many. */
  static Optional<Key> of(String name) {
    String plain = name.startsWith(Key.PREFIX) ? name : Key.PREFIX + name;
    return Arrays.stream(Key.values())
        .min(Comparator.comparingInt(k -> distance(plain, k.key())))
        .filter(k -> distance(plain, k.key()) <= Math.max(2, (plain.length() - 10) / 3));
  }

  /** Returns how many letters must be put in, taken out or changed. */
  static int distance(String from, String to) {
    int[] above = new int[to.length() + 1];
    Arrays.setAll(above, i -> i);
    for (int i = 1; i <= from.length(); i++) {
      int[] row = new int[to.length() + 1];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int changed = above[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(changed, Math.min(above[j], row[j - 1]) + 1);
      }
      above = row;
    }
    return above[to.length()];
  }
}
