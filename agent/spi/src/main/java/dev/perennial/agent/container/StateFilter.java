package dev.perennial.agent.container;

import java.io.ObjectInputFilter;
import java.io.ObjectInputFilter.FilterInfo;
import java.io.ObjectInputFilter.Status;
import org.jspecify.annotations.Nullable;

/**
 * Which objects may be built of bytes that another server sent. What the JVM's own filter refuses
 * ({@code jdk.serialFilter}) is refused here too, then what a list of this server's refuses, and
 * what bytes of that number cannot hold. The list is one for the process, as the JVM's is.
 * Thread-safe.
 */
public final class StateFilter implements ObjectInputFilter {
  /** Each level of a graph takes some stack, of which threads that read sessions have 64 MiB. */
  static final long MOST_DEPTH = 200_000;

  /** An array may be made for some times what is in it: a map's has room left, for one. */
  static final long ROOM_PER_BYTE = 8;

  static final long SMALL_ARRAY = 1024;

  private static volatile @Nullable ObjectInputFilter list;

  private final @Nullable ObjectInputFilter jvm;
  private final @Nullable ObjectInputFilter own;
  private final long bytes;
  private String refused = "";

  StateFilter(@Nullable ObjectInputFilter jvm, @Nullable ObjectInputFilter own, long bytes) {
    this.jvm = jvm;
    this.own = own;
    this.bytes = bytes;
  }

  /**
   * Has a list count from now on.
   *
   * @param pattern in the words of {@code jdk.serialFilter}; empty for none
   */
  public static void use(String pattern) {
    list = pattern.isBlank() ? null : ObjectInputFilter.Config.createFilter(pattern);
  }

  /** Returns a filter for one stream of so many bytes. */
  public static StateFilter of(long bytes) {
    return new StateFilter(ObjectInputFilter.Config.getSerialFilter(), list, bytes);
  }

  /** Returns what was refused and by what, in words; empty if nothing was. */
  public String refused() {
    return refused;
  }

  @Override
  public Status checkInput(FilterInfo info) {
    if (rejects(jvm, info)) {
      return refuse(info, "jdk.serialFilter");
    }
    if (rejects(own, info)) {
      return refuse(info, "perennial.session.filter");
    }
    if (info.depth() > MOST_DEPTH) {
      return refuse(info, "a depth of " + info.depth() + ", at most " + MOST_DEPTH + " is read");
    }
    if (info.arrayLength() > SMALL_ARRAY + bytes * ROOM_PER_BYTE) {
      return refuse(info, "an array of " + info.arrayLength() + " elements in " + bytes + " bytes");
    }
    return Status.UNDECIDED;
  }

  private static boolean rejects(@Nullable ObjectInputFilter filter, FilterInfo info) {
    return filter != null && filter.checkInput(info) == Status.REJECTED;
  }

  private Status refuse(FilterInfo info, String by) {
    Class<?> type = info.serialClass();
    refused = (type == null ? "an object" : type.getName()) + " is refused: " + by;
    return Status.REJECTED;
  }
}
