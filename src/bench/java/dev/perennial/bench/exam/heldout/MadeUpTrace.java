package dev.perennial.bench.exam.heldout;

import dev.perennial.bench.exam.Run;
import dev.perennial.bench.exam.Trace;

/** A made-up server's trace; when it dies is found out by letting it live once. */
final class MadeUpTrace implements Trace {
  private final String name;
  private final Plan plan;
  private final double exhaustedAt;

  MadeUpTrace(String name, Plan plan) {
    this.name = name;
    this.plan = plan;
    this.exhaustedAt = plan.leaking == null ? Double.NaN : death();
  }

  private double death() {
    double latest = plan.since + 4 * plan.life;
    Server server = new Server(plan, latest);
    while (server.hasNext()) {
      server.step();
    }
    if (!server.isExhausted()) {
      throw new IllegalStateException(name + " does not age");
    }
    return server.atSeconds();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean isAging() {
    return plan.leaking != null;
  }

  @Override
  public double agingSinceSeconds() {
    return plan.since;
  }

  @Override
  public double exhaustedAtSeconds() {
    return exhaustedAt;
  }

  @Override
  public String agingIndicator() {
    if (plan.leaking == null) {
      return "";
    }
    return plan.leaking.equals("heap") ? "heap.live" : plan.leaking;
  }

  @Override
  public Run run() {
    return new Server(plan, isAging() ? exhaustedAt : plan.days * 86400);
  }
}
