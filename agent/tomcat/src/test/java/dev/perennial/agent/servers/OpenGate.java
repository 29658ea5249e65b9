package dev.perennial.agent.servers;

import dev.perennial.agent.container.Exchange;
import dev.perennial.agent.container.Gate;
import java.util.concurrent.atomic.AtomicInteger;

/** Lets everything in and counts. */
class OpenGate implements Gate {
  final AtomicInteger entered = new AtomicInteger();
  final AtomicInteger exited = new AtomicInteger();
  final AtomicInteger failed = new AtomicInteger();
  final AtomicInteger finishing = new AtomicInteger();

  volatile long lastNanos;
  volatile Exchange last;

  @Override
  public boolean enter(Exchange exchange) {
    exchange.admittedNanos = System.nanoTime();
    last = exchange;
    entered.incrementAndGet();
    return false;
  }

  @Override
  public void exit(Exchange exchange) {
    lastNanos = System.nanoTime() - exchange.admittedNanos;
    if (exchange.hasFailed()) {
      failed.incrementAndGet();
    }
    exited.incrementAndGet();
  }

  @Override
  public void finishing(Exchange exchange) {
    finishing.incrementAndGet();
  }
}
