package dev.perennial.coordinator.transfer;

import java.util.Comparator;

/**
 * Orders the states of one item over all its owners: whatever a later owner makes of it is newer.
 *
 * @param term of the owner: the roster's epoch at the switch-over that made it the owner; 0 for the
 *     first one
 * @param counter of the captures within the term
 */
public record Version(long term, long counter) implements Comparable<Version> {
  /** Older than any other. */
  public static final Version NONE = new Version(0, 0);

  private static final Comparator<Version> ORDER =
      Comparator.comparingLong(Version::term).thenComparingLong(Version::counter);

  /** Returns the version that an owner of that term gives next; always newer than this one. */
  public Version next(long ownTerm) {
    return ownTerm > term ? new Version(ownTerm, 1) : new Version(term, counter + 1);
  }

  /** Returns whether this one is newer. */
  public boolean isAfter(Version other) {
    return compareTo(other) > 0;
  }

  @Override
  public int compareTo(Version other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return term + "." + counter;
  }
}
