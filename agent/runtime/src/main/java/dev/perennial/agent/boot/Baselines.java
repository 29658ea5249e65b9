package dev.perennial.agent.boot;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * When the figures of the young server are noted that its evidence is compared with: first ones
 * when it has been healthy for as long as a warm-up takes, and all of them some time after the
 * start. For the agent's loop.
 */
final class Baselines {
  private final Figures figures;
  private final Later later;
  private final Duration warmup;
  private final Consumer<String> log;
  private boolean noted;

  /** Notes figures; may take long. */
  interface Figures {
    /** Returns whether the classes' sizes are among them. */
    boolean takeEarly();

    /** Returns whether this JVM can tell them. */
    boolean take();
  }

  /** Has something done on a thread that may wait. */
  @FunctionalInterface
  interface Later {
    /** Has it done after a time. */
    void run(Duration after, Runnable task);
  }

  Baselines(Figures figures, Later later, Duration warmup, Consumer<String> log) {
    this.figures = figures;
    this.later = later;
    this.warmup = warmup;
    this.log = log;
  }

  /** Begins to wait. */
  void begin(Duration after) {
    later.run(after, this::take);
  }

  /** Looks whether the server has become healthy. */
  void look(boolean healthy) {
    if (healthy && !noted) {
      noted = true;
      later.run(warmup, this::takeEarly);
    }
  }

  private void takeEarly() {
    boolean classes = figures.takeEarly();
    log.accept(
        "first figures of the young server are noted, for the evidence, its classes' sizes are "
            + (classes ? "among them" : "not: it would have to stop for too long"));
  }

  private void take() {
    boolean taken = figures.take();
    log.accept(
        taken
            ? "the classes' sizes of the young server are noted, for the evidence"
            : "this JVM cannot tell its classes' sizes: the evidence will show no growth");
  }
}
