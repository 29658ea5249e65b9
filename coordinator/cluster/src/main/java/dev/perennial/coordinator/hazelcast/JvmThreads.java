package dev.perennial.coordinator.hazelcast;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** All platform threads of this JVM. */
final class JvmThreads {
  private JvmThreads() {}

  static List<Thread> all() {
    ThreadGroup root = Thread.currentThread().getThreadGroup();
    while (root.getParent() != null) {
      root = root.getParent();
    }
    Thread[] threads = new Thread[root.activeCount() + 16];
    while (root.enumerate(threads) == threads.length) {
      // There may be more than fit.
      threads = new Thread[threads.length * 2];
    }
    List<Thread> all = new ArrayList<>(Arrays.asList(threads));
    all.removeIf(Objects::isNull);
    return all;
  }
}
