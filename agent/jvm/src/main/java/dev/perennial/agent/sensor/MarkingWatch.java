package dev.perennial.agent.sensor;

import dev.perennial.agent.log.Suppressed;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.ref.WeakReference;

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
  private WeakReference<Class<?>> unused = new WeakReference<>(null);
  private boolean waits;
  private int looksToRest;

  private MarkingWatch(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Returns one; what happens from its first look on is seen. */
  static MarkingWatch ofThisJvm() {
    try (InputStream in = MarkingWatch.class.getResourceAsStream("MarkingWatch$Unused.class")) {
      return new MarkingWatch(in == null ? new byte[0] : in.readAllBytes());
    } catch (IOException e) {
      return new MarkingWatch(new byte[0]);
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
      Suppressed.count(e, "marking");
    }
  }

  /** What is made again and again. */
  static final class Unused {
    private Unused() {}
  }
}
