package dev.perennial.sample.fault;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What can be leaked. */
public enum FaultKind {
  /** Java heap, in KiB. */
  HEAP("KiB"),
  /** Classes whose loaders are never let go. */
  METASPACE("classes"),
  /** Memory of direct buffers, in KiB. */
  DIRECT("KiB"),
  /** Threads that wait for ever. */
  THREADS("threads"),
  /** Files opened and never closed. */
  FILES("files");

  private final String unit;

  FaultKind(String unit) {
    this.unit = unit;
  }

  /** Returns what is counted, a second. */
  public String unit() {
    return unit;
  }

  /**
   * Returns the kind of that name, in either case.
   *
   * @throws IllegalArgumentException if there is none, with those there are
   */
  public static FaultKind of(String name) {
    for (FaultKind kind : values()) {
      if (kind.name().equalsIgnoreCase(name)) {
        return kind;
      }
    }
    String known =
        Arrays.stream(values())
            .map(k -> k.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
    throw new IllegalArgumentException("kind=" + name + " is no fault; there are: " + known);
  }

  Leak leak() {
    return switch (this) {
      case HEAP -> new HeapLeak();
      case METASPACE -> new MetaspaceLeak();
      case DIRECT -> new DirectLeak();
      case THREADS -> new ThreadLeak();
      case FILES -> new FileLeak();
    };
  }
}
