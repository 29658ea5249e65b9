package dev.perennial.coordinator.hazelcast;

/**
 * Tells when the application has ended but for this member. Hazelcast makes some of its threads
 * non-daemons, whatever started it; without this an application that ends when its last thread does
 * (a Tomcat stopped through its shutdown port) would hang for ever.
 */
final class LastThreads {
  private LastThreads() {}

  /**
   * Returns whether main has ended and all threads that keep the JVM alive are the member's.
   *
   * @param instance name of the Hazelcast instance
   */
  static boolean areOf(String instance) {
    boolean mainEnded = false;
    for (Thread thread : JvmThreads.all()) {
      if (thread.isDaemon() || !thread.isAlive()) {
        continue;
      }
      // The JVM's own: waits for the last non-daemon thread after main returned.
      if (thread.getName().equals("DestroyJavaVM")) {
        mainEnded = true;
      } else if (!MemberThreads.isOf(instance, thread)) {
        return false;
      }
    }
    return mainEnded;
  }
}
