package dev.perennial.coordinator.hazelcast;

import com.hazelcast.core.HazelcastInstance;
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

  private volatile List<Thread> threads;

  private MemberThreads(List<Thread> threads) {
    this.threads = threads;
  }

  /** Returns those of a member that has started; from a merge on, which ends some, the new ones. */
  static MemberThreads of(HazelcastInstance instance) {
    MemberThreads vital = new MemberThreads(now(instance.getName()));
    instance
        .getLifecycleService()
        .addLifecycleListener(
            event -> {
              switch (event.getState()) {
                case MERGING -> vital.threads = List.of();
                case MERGED, MERGE_FAILED -> vital.threads = now(instance.getName());
                default -> {}
              }
            });
    return vital;
  }

  private static List<Thread> now(String instance) {
    List<Thread> found = new ArrayList<>();
    for (Thread thread : JvmThreads.all()) {
      if (isOf(instance, thread) && VITAL.stream().anyMatch(thread.getName()::contains)) {
        found.add(thread);
      }
    }
    return List.copyOf(found);
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
