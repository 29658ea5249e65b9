package dev.perennial.sample.client;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.LongAdder;

/** Counts what the tabs see. Thread-safe. */
final class Tally {
  /** So many of each kind are kept. */
  private static final int EXAMPLES = 40;

  private static final long NANOS_PER_MILLI = 1_000_000;

  /** Shorter waits are of no interest. */
  private static final long NOTED_NANOS = 5 * NANOS_PER_MILLI;

  private final LongAdder requests = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder stale = new LongAdder();
  private final LongAdder unavailable = new LongAdder();
  private final LongAdder repeated = new LongAdder();
  private final Set<String> lost = ConcurrentHashMap.newKeySet();
  private final Queue<Wait> waits = new ConcurrentLinkedQueue<>();
  private final Map<Life, Set<Integer>> moved = new ConcurrentHashMap<>();
  private final Map<String, Queue<String>> examples = new ConcurrentHashMap<>();
  private final Queue<String> refusals = new LinkedBlockingQueue<>(10 * EXAMPLES);
  private final InstantSource clock;

  /** From when to when a client waited, by {@link System#nanoTime}, what it asked for taken off. */
  private record Wait(long from, long to) {}

  /**
   * @param clock dates the examples, so that they can be found in the servers' logs
   */
  Tally(InstantSource clock) {
    this.clock = clock;
  }

  void request() {
    requests.increment();
  }

  void failed(String what) {
    failed.increment();
    example("failed", what);
  }

  void stale(String who, List<Contradiction> found) {
    stale.increment();
    example("stale", who + ": " + found.subList(0, Math.min(3, found.size())));
  }

  /** Counts each thing once, however often it is found missing. */
  void lost(String what) {
    if (lost.add(what)) {
      example("lost", what);
    }
  }

  void unavailable(String what) {
    unavailable.increment();
    String full = clock.instant() + " 503: " + what;
    // As with the examples: what comes when it is full is one of many.
    boolean unused = refusals.offer(full);
  }

  void repeated() {
    repeated.increment();
  }

  void waited(long from, long to) {
    if (to - from >= NOTED_NANOS) {
      waits.add(new Wait(from, to));
    }
  }

  void moved(int session, Life from) {
    moved.computeIfAbsent(from, l -> ConcurrentHashMap.newKeySet()).add(session);
  }

  int movedFrom(Life life) {
    return moved.getOrDefault(life, Set.of()).size();
  }

  /** Returns the longest wait of all, 0 if none was worth noting. */
  long maxWaitMillis() {
    return waits.stream().mapToLong(w -> w.to() - w.from()).max().orElse(0) / NANOS_PER_MILLI;
  }

  /** Returns the longest wait of those that ended between two moments. */
  long maxWaitMillis(long begin, long end) {
    return waits.stream()
            .filter(w -> w.to() > begin && w.to() <= end)
            .mapToLong(w -> w.to() - w.from())
            .max()
            .orElse(0)
        / NANOS_PER_MILLI;
  }

  Figures figures() {
    return new Figures(
        requests.sum(),
        failed.sum(),
        lost.size(),
        stale.sum(),
        unavailable.sum(),
        repeated.sum(),
        maxWaitMillis());
  }

  /** Returns the first things of each kind that went wrong, in words. */
  List<String> examples(int ofEachKind) {
    return examples.values().stream().flatMap(q -> q.stream().limit(ofEachKind)).toList();
  }

  /** Returns the first answers 503 with Retry-After, in words. */
  List<String> refusals() {
    return List.copyOf(refusals);
  }

  private void example(String kind, String what) {
    Queue<String> kept = examples.computeIfAbsent(kind, k -> new LinkedBlockingQueue<>(EXAMPLES));
    // Full: then it is one of many, and counted.
    boolean unused = kept.offer(clock.instant() + " " + kind + ": " + what);
  }
}
