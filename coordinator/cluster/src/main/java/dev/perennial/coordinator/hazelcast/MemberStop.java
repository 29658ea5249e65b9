package dev.perennial.coordinator.hazelcast;

import com.hazelcast.core.HazelcastInstance;
import java.time.Duration;

/**
 * Leaves the cluster in order, so that its data is handed on first, but not for longer than this.
 */
final class MemberStop {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private MemberStop() {}

  /**
   * @param names what answers of other members may name
   */
  static void stop(HazelcastInstance instance, ClassLoader names) {
    Thread shutdown = new Thread(instance::shutdown, "perennial-leave");
    shutdown.setDaemon(true);
    shutdown.setContextClassLoader(names);
    try {
      shutdown.start();
    } catch (OutOfMemoryError e) {
      // No thread is to be had: then not in order.
      instance.getLifecycleService().terminate();
      return;
    }
    try {
      shutdown.join(LIMIT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (shutdown.isAlive()) {
      instance.getLifecycleService().terminate();
    }
  }
}
