package dev.perennial.agent.restart;

import com.sun.jna.internal.Cleaner;
import dev.perennial.agent.thread.EarlyThreads;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;

/**
 * The thread on which JNA frees native memory. JNA starts one at its first use, and nothing of it
 * works where that is refused; here it is one that was started before the application. Thread-safe.
 */
final class JnaCleaner {
  /** As long as JNA has something to free some day, it keeps its thread. */
  private static final Object ANCHOR = new Object();

  private JnaCleaner() {}

  /**
   * Gives JNA the thread, before its first use. Throws nothing: a JNA that is made otherwise starts
   * its own.
   *
   * @return whether JNA has it
   */
  static boolean begin() {
    Cleaner cleaner = Cleaner.getCleaner();
    try {
      Field field = Cleaner.class.getDeclaredField("cleanerThread");
      field.setAccessible(true);
      Constructor<?> constructor =
          Class.forName(Cleaner.class.getName() + "$CleanerThread")
              .getDeclaredConstructor(Cleaner.class);
      constructor.setAccessible(true);
      synchronized (cleaner) {
        if (field.get(cleaner) != null) {
          return false;
        }
        // It is never started: its work is done by the thread that waits for it.
        Thread work = (Thread) constructor.newInstance(cleaner);
        field.set(cleaner, work);
        var unused = cleaner.register(ANCHOR, () -> {});
        EarlyThreads.start(EarlyThreads.JNA, work);
      }
      return true;
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      return false;
    }
  }
}
