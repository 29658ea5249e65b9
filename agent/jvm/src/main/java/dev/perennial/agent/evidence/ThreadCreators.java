package dev.perennial.agent.evidence;

import java.lang.StackWalker.StackFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Which code has started the threads of each kind, by the stack of whoever started them. Of a
 * thousand threads in a second fifty are looked at, so that a program that starts many is not
 * slowed down; a pool that grows slowly is seen whole. What it remembers is bounded. Thread-safe.
 */
public final class ThreadCreators implements Consumer<Thread> {
  private static final long PAUSE_NANOS = 20_000_000;
  private static final int MOST_KINDS = 200;
  private static final int MOST_CREATORS = 8;
  private static final int DEEPEST = 100;
  private static final int MOST_FRAMES = 3;

  private final LongSupplier nanos;
  private final StackWalker walker = StackWalker.getInstance();
  private final AtomicLong next;
  private final LongAdder notLookedAt = new LongAdder();
  private final Map<String, Map<String, LongAdder>> seen = new ConcurrentHashMap<>();

  /**
   * @param nanos monotonic clock
   */
  public ThreadCreators(LongSupplier nanos) {
    this.nanos = nanos;
    this.next = new AtomicLong(nanos.getAsLong());
  }

  /** Takes a thread that is about to be started, on the thread that starts it. */
  @Override
  public void accept(Thread thread) {
    try {
      long due = next.get();
      long now = nanos.getAsLong();
      if (now - due < 0 || !next.compareAndSet(due, now + PAUSE_NANOS)) {
        notLookedAt.increment();
        return;
      }
      String name = thread.getName();
      if (!OwnParts.isThread(name)) {
        add(Groups.kind(name), walker.walk(ThreadCreators::creator));
      }
    } catch (VirtualMachineError e) {
      // A full heap or stack: the thread is started all the same.
      notLookedAt.increment();
    }
  }

  private void add(String kind, String creator) {
    if (creator.isEmpty() || (seen.size() >= MOST_KINDS && !seen.containsKey(kind))) {
      notLookedAt.increment();
      return;
    }
    Map<String, LongAdder> creators = seen.computeIfAbsent(kind, k -> new ConcurrentHashMap<>());
    if (creators.size() < MOST_CREATORS || creators.containsKey(creator)) {
      creators.computeIfAbsent(creator, c -> new LongAdder()).increment();
    } else {
      notLookedAt.increment();
    }
  }

  /** From the inside out, a frame of each of the first classes that are not the JDK's. */
  private static String creator(Stream<StackFrame> frames) {
    List<String> classes = new ArrayList<>(MOST_FRAMES);
    StringBuilder text = new StringBuilder();
    frames
        .limit(DEEPEST)
        .filter(f -> tells(f.getClassName()))
        .takeWhile(
            f ->
                classes.isEmpty()
                    || (classes.size() < MOST_FRAMES && !isContainer(f.getClassName())))
        .forEach(
            frame -> {
              String outer = outer(frame.getClassName());
              if (!classes.contains(outer)) {
                classes.add(outer);
                text.append(text.length() == 0 ? "" : " < ").append(frame.toStackTraceElement());
              }
            });
    return text.toString();
  }

  private static boolean tells(String type) {
    return !Suspects.isCarrier(type) && !type.equals(ThreadCreators.class.getName());
  }

  /** Whatever is further out is how each request comes. */
  private static boolean isContainer(String type) {
    return type.startsWith("jakarta.servlet.") || type.startsWith("javax.servlet.");
  }

  private static String outer(String type) {
    int inner = type.indexOf('$');
    return inner < 0 ? type : type.substring(0, inner);
  }

  /**
   * Returns who has started most threads of a kind, and how many of those that were looked at;
   * empty if nobody is known.
   */
  String of(String kind) {
    Map<String, LongAdder> creators = seen.getOrDefault(kind, Map.of());
    long all = creators.values().stream().mapToLong(LongAdder::sum).sum();
    return creators.entrySet().stream()
        .max(Map.Entry.comparingByValue((a, b) -> Long.compare(a.sum(), b.sum())))
        .map(
            e ->
                e.getKey()
                    + " ("
                    + Format.count(e.getValue().sum())
                    + " of "
                    + Format.count(all)
                    + " seen)")
        .orElse("");
  }

  /** Returns how many started threads were not looked at. */
  long notLookedAt() {
    return notLookedAt.sum();
  }
}
