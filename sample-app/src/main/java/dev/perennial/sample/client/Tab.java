package dev.perennial.sample.client;

import java.util.SplittableRandom;

/** One browser tab of a session, on a thread of its own. */
final class Tab implements Runnable {
  private final Shopper shopper;
  private final Caller caller;
  private final Pace pace;
  private final TrafficSettings settings;
  private final boolean first;
  private final boolean hurries;
  private final SplittableRandom random;

  /** Lines that this tab has added since its last order: those are in the cart for certain. */
  private int lines;

  /**
   * @param first whether it is the session's first tab: it makes the session, and alone it orders
   * @param hurries whether it heeds a hurry
   */
  Tab(
      Shopper shopper,
      Caller caller,
      Pace pace,
      TrafficSettings settings,
      boolean first,
      boolean hurries,
      long seed) {
    this.shopper = shopper;
    this.caller = caller;
    this.pace = pace;
    this.settings = settings;
    this.first = first;
    this.hurries = hurries;
    this.random = new SplittableRandom(seed);
  }

  @Override
  public void run() {
    long period = settings.period().toNanos();
    long due = System.nanoTime() + random.nextLong(period);
    try {
      while (await(due)) {
        pace.act(pace.hurrying() && hurries ? this::hurriedStep : this::step);
        boolean hurried = pace.hurrying() && hurries;
        if (hurried && !pace.awaitUntil(System.nanoTime() + settings.hurryPeriod().toNanos())) {
          break;
        }
        // Whoever had to wait does not make up for it by a burst.
        due = Math.max(due + period, System.nanoTime());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      caller.close();
    }
  }

  private boolean await(long due) throws InterruptedException {
    return hurries ? pace.awaitUntilOrHurry(due) : pace.awaitUntil(due);
  }

  private void step() {
    if (!shopper.hasSession()) {
      if (first) {
        add(0);
      }
      return;
    }
    int dice = random.nextInt(100);
    if (dice < 45) {
      add(0);
    } else if (dice < 47) {
      add(settings.slowMillis());
    } else if (dice < 57 && first) {
      orderOrAdd();
    } else if (dice < 70) {
      shopper.readOrder(caller, random);
    } else {
      shopper.readCart(caller);
    }
  }

  private void hurriedStep() {
    if (!shopper.hasSession()) {
      step();
      return;
    }
    if (first && random.nextInt(4) == 0) {
      orderOrAdd();
    } else {
      add(0);
    }
  }

  private void add(long slowMillis) {
    if (shopper.add(caller, random, slowMillis)) {
      lines++;
    }
  }

  private void orderOrAdd() {
    if (lines > 0) {
      lines = 0;
      shopper.order(caller);
    } else {
      add(0);
    }
  }
}
