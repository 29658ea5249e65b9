package dev.perennial.agent.sensor;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.ref.WeakReference;
import java.util.function.Consumer;

/**
 * Tells when G1 has marked the whole heap, which JDK 17 tells nobody: no bean counts it, and no
 * notification says so.
 *
 * <p>It makes a class that nobody uses. A young collection keeps all classes; what marks the heap
 * finds that nobody reaches this one, and clears the weak reference to it. So it takes one tiny
 * class for each time that the heap is marked. Confined to one thread.
 */
final class MarkingWatch {
  /** A class that cannot be made may cost a full collection: a minute until the next try. */
  private static final int REST = 60;

  private final byte[] bytes;
  private final Consumer<String> problems;
  private WeakReference<Class<?>> unused = new WeakReference<>(null);
  private boolean waits;
  private int looksToRest;

  private MarkingWatch(byte[] bytes, Consumer<String> problems) {
    this.bytes = bytes;
    this.problems = problems;
  }

  /**
   * Returns one; what happens from its first look on is seen.
   *
   * @param problems takes a line if no class can be made
   */
  static MarkingWatch ofThisJvm(Consumer<String> problems) {
    try (InputStream in = MarkingWatch.class.getResourceAsStream("MarkingWatch$Unused.class")) {
      return new MarkingWatch(in == null ? new byte[0] : in.readAllBytes(), problems);
    } catch (IOException e) {
      return new MarkingWatch(new byte[0], problems);
    }
  }

  /** Returns whether a marking that began after an earlier look has ended since the last one. */
  boolean hasEnded() {
    boolean ended = waits && unused.refersTo(null);
    if (looksToRest > 0) {
      looksToRest--;
    } else if (ended || !waits) {
      another();
    }
    return ended;
  }

  private void another() {
    waits = false;
    try {
      unused =
          new WeakReference<>(MethodHandles.lookup().defineHiddenClass(bytes, false).lookupClass());
      waits = true;
    } catch (IllegalAccessException | LinkageError | OutOfMemoryError e) {
      // Metaspace is exhausted, say, which has an indicator of its own. It is tried again.
      looksToRest = REST;
      problems.accept("that G1 has marked the heap is not seen, as no class can be made: " + e);
    }
  }

  /** What is made again and again. */
  static final class Unused {
    private Unused() {}
  }
}
