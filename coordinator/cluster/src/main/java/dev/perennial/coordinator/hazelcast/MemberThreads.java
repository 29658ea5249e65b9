package dev.perennial.coordinator.hazelcast;

import java.util.ArrayList;
import java.util.List;

/**
 * The threads of a member without which it answers nobody any more. An error that leaves one of
 * them, as for want of memory, ends it, and Hazelcast starts no other: the member then looks alive
 * to itself and is none. Thread-safe.
 */
final class MemberThreads {
  private static final List<String> VITAL =
      List.of(".IO.thread-", "operation.thread-", ".response-", ".event-", ".InvocationMonitor");

  private final List<Thread> threads;

  private MemberThreads(List<Thread> threads) {
    this.threads = List.copyOf(threads);
  }

  /**
   * Returns those of a member that has started.
   *
   * @param instance name of the Hazelcast instance
   */
  static MemberThreads of(String instance) {
    List<Thread> found = new ArrayList<>();
    for (Thread thread : JvmThreads.all()) {
      if (isOf(instance, thread) && VITAL.stream().anyMatch(thread.getName()::contains)) {
        found.add(thread);
      }
    }
    return new MemberThreads(found);
  }

  static boolean isOf(String instance, Thread thread) {
    return thread.getName().startsWith("hz." + instance + ".");
  }

  /** Returns the name of one that has ended, or an empty string. */
  String ended() {
    for (Thread thread : threads) {
      if (!thread.isAlive()) {
        return thread.getName();
      }
    }
    return "";
  }
}
