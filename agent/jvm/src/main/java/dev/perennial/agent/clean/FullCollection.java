package dev.perennial.agent.clean;

import dev.perennial.agent.evidence.DiagnosticCommands;
import java.lang.management.ManagementFactory;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;

/** Makes the JVM collect all garbage, and waits until what it referred to is dealt with. */
final class FullCollection {
  private static final long PATIENCE_MILLIS = 2000;

  private final DiagnosticCommands commands;
  private final boolean explicitDisabled =
      ManagementFactory.getRuntimeMXBean().getInputArguments().contains("-XX:+DisableExplicitGC");

  FullCollection(DiagnosticCommands commands) {
    this.commands = commands;
  }

  /** Returns when a collection has been completed, or a bounded time has passed. */
  void run() {
    ReferenceQueue<Object> queue = new ReferenceQueue<>();
    PhantomReference<Object> sign = new PhantomReference<>(new Object(), queue);
    collect();
    try {
      // References are handled in the order that they were found in; ours is as good as any.
      queue.remove(PATIENCE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    sign.clear();
  }

  private void collect() {
    if (!explicitDisabled) {
      System.gc();
      return;
    }
    try {
      // The histogram of live objects collects first, whatever that flag says.
      commands.run("gcClassHistogram");
    } catch (UnsupportedOperationException e) {
      // Then there is no way: the figures will tell.
      System.gc();
    }
  }
}
