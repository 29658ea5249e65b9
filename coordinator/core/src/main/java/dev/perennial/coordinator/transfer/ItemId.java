package dev.perennial.coordinator.transfer;

import java.util.Comparator;

/**
 * Names what moves as a whole.
 *
 * @param kind what it is
 * @param name a session's id (a credential: never to be logged) or a part's name
 */
public record ItemId(Kind kind, String name) implements Comparable<ItemId> {
  private static final Comparator<ItemId> ORDER =
      Comparator.comparing(ItemId::kind).thenComparing(ItemId::name);

  /** What can move. Parts come first: they must be there before any session is served. */
  public enum Kind {
    /** A named part of the application's process state. */
    PART,
    /** Everything that all applications keep under one session id. */
    SESSION
  }

  /** Returns the id of a session. */
  public static ItemId session(String id) {
    return new ItemId(Kind.SESSION, id);
  }

  /** Returns the id of a part. */
  public static ItemId part(String name) {
    return new ItemId(Kind.PART, name);
  }

  @Override
  public int compareTo(ItemId other) {
    return ORDER.compare(this, other);
  }

  /** Returns a text that is safe to log: no session id in full. */
  @Override
  public String toString() {
    boolean secret = kind == Kind.SESSION && name.length() > 8;
    return (kind == Kind.PART ? "part " : "session ")
        + (secret ? name.substring(0, 6) + "..." : name);
  }
}
