package dev.perennial.agent.boot;

import dev.perennial.agent.jmx.JmxPublisher;
import dev.perennial.agent.log.Log;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Publishes the MBeans as soon as it may, tried once, and keeps them up to date: the first use of
 * the MBean server is one of java.util.logging. For the agent's loop.
 */
final class LateJmx {
  private final BooleanSupplier may;
  private final Supplier<JmxPublisher> make;
  private final Log log;
  private boolean tried;
  private @Nullable JmxPublisher open;

  LateJmx(BooleanSupplier may, Supplier<JmxPublisher> make, Log log) {
    this.may = may;
    this.make = make;
    this.log = log;
  }

  /** Opens it, if it is time to. */
  void look() {
    if (tried || !may.getAsBoolean()) {
      return;
    }
    // What this throws, such as for want of memory, ends the turn, and the next one tries again.
    JmxPublisher publisher = make.get();
    tried = true;
    try {
      publisher.open();
      open = publisher;
    } catch (IllegalStateException e) {
      log.error("jmx", e.getMessage(), null);
    }
  }

  /** Brings the MBeans in line with what is known now. */
  void update() {
    JmxPublisher publisher = open;
    if (publisher != null) {
      publisher.update();
    }
  }
}
