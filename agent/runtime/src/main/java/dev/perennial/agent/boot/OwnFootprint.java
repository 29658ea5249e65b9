package dev.perennial.agent.boot;

import dev.perennial.agent.log.Log;
import java.lang.instrument.Instrumentation;

/**
 * Tells once, when the agent is up, what it takes of this JVM itself. Its heap cannot be told from
 * the application's while both run: what is told is a bound that a test holds it to. For one
 * thread.
 */
final class OwnFootprint {
  /** What a full collection leaves of the agent, at most, in MB. */
  static final int MEMBER_MEGABYTES = 12;

  /** The same where it is in no cluster. */
  static final int ALONE_MEGABYTES = 10;

  /** The name of the loader by which an adapter's classes see their container. */
  private static final String ADAPTER = "perennial-adapter";

  private final Instrumentation instrumentation;
  private final boolean member;
  private final Log log;
  private boolean told;

  /**
   * @param member whether it is, or will be, in a cluster
   */
  OwnFootprint(Instrumentation instrumentation, boolean member, Log log) {
    this.instrumentation = instrumentation;
    this.member = member;
    this.log = log;
  }

  void look() {
    if (!told) {
      told = true;
      log.info(words(classes(), threads(), member));
    }
  }

  static String words(long classes, long threads, boolean member) {
    return "the agent itself: %d classes, %d threads, and at most %d MB of the heap"
        .formatted(classes, threads, member ? MEMBER_MEGABYTES : ALONE_MEGABYTES);
  }

  private long classes() {
    ClassLoader ours = OwnFootprint.class.getClassLoader();
    long count = 0;
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      ClassLoader loader = type.getClassLoader();
      if (loader != null && (loader == ours || ADAPTER.equals(loader.getName()))) {
        count++;
      }
    }
    return count;
  }

  private static long threads() {
    ThreadGroup all = Thread.currentThread().getThreadGroup();
    while (all.getParent() != null) {
      all = all.getParent();
    }
    Thread[] threads = new Thread[all.activeCount() * 2 + 16];
    int count = all.enumerate(threads);
    long ours = 0;
    for (int i = 0; i < count; i++) {
      String name = threads[i].getName();
      if (name.startsWith("perennial-") || name.startsWith("hz.")) {
        ours++;
      }
    }
    return ours;
  }
}
