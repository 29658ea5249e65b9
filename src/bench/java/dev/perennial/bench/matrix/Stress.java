package dev.perennial.bench.matrix;

import java.util.List;
import java.util.regex.Pattern;

/** What a server goes through, and what is to become of it. */
enum Stress {
  HEAP("heap leak", End.YOUNG, "heap:900", "", "heap.live", "heap live set"),
  METASPACE("metaspace leak", End.YOUNG, "metaspace:75", "", "metaspace", "metaspace"),
  DIRECT("direct buffer leak", End.YOUNG, "direct:600", "", "buffers.direct", "direct buffers"),
  THREADS("thread leak", End.YOUNG, "threads:2", "", "threads", "threads"),
  FILES("file leak", End.YOUNG, "files:3", "", "files", "open files"),
  SPIRAL("death spiral", End.SAVED, "", "spiral", "heap.live", "heap|garbage collection"),
  STORM("OutOfMemoryError storm", End.SAVED, "", "storm", "heap.live", "heap|garbage collection"),
  NO_THREADS("no more threads", End.SAVED, "threads:60", "", "threads", "threads?"),
  NO_FILES("no more files", End.SAVED, "files:60", "", "files", "open files|file descriptor"),
  ALLOCATION("healthy: much is allocated", End.LEFT_ALONE, "", "allocation", "gc.overhead", ""),
  LIVE_SET("healthy: 70 % live", End.LEFT_ALONE, "", "live-set", "heap.live", ""),
  MANY_THREADS("healthy: many threads", End.LEFT_ALONE, "", "threads", "threads", ""),
  CLASSES("healthy: many classes at first", End.LEFT_ALONE, "", "classes", "metaspace", "");

  /** What is to become of the server. */
  enum End {
    /** Judged in time, handed over without a failure, and young again. */
    YOUNG,
    /** Young again; requests and sessions may be lost. */
    SAVED,
    /** Not judged, not restarted. */
    LEFT_ALONE
  }

  private static final List<String> MOST_USED = List.of("G1", "Z");

  final String title;
  final End end;

  /** Of the shop, "kind:units a second"; empty for none. */
  final String fault;

  /** See {@link Work}; empty for none. */
  final String work;

  /** That shows it. */
  final String indicator;

  /** In the reason of its verdict. */
  final Pattern words;

  Stress(String title, End end, String fault, String work, String indicator, String words) {
    this.title = title;
    this.end = end;
    this.fault = fault;
    this.work = work;
    this.indicator = indicator;
    this.words = Pattern.compile(words);
  }

  /** Returns what leaks. */
  String kind() {
    return fault.substring(0, fault.indexOf(':'));
  }

  /** Returns how much a second. */
  int rate() {
    return Integer.parseInt(fault.substring(fault.indexOf(':') + 1));
  }

  /**
   * Returns with which of the collectors it is tried.
   *
   * @param first whether the JDK is the first one
   */
  List<String> collectors(List<String> all, boolean first) {
    return switch (this) {
      case HEAP, SPIRAL, STORM -> all;
      case METASPACE, DIRECT, ALLOCATION, LIVE_SET ->
          first ? all : all.stream().filter(MOST_USED::contains).toList();
      // They make no difference here.
      case THREADS, FILES, NO_THREADS, NO_FILES, MANY_THREADS, CLASSES ->
          all.stream().filter("G1"::equals).toList();
    };
  }
}
