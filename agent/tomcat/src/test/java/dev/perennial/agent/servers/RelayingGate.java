package dev.perennial.agent.servers;

import dev.perennial.agent.container.Container;
import dev.perennial.agent.container.Delivery;
import dev.perennial.agent.container.Exchange;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Has all requests served by another container, but for those that come from one. */
final class RelayingGate extends OpenGate {
  /** Who serves them. */
  volatile @Nullable Container target;

  /** Whether a request that another container has taken is not served here. */
  volatile boolean isNotHere;

  @Override
  public boolean enter(Exchange exchange) {
    Delivery delivery = exchange.delivery;
    Container to = target;
    if (delivery == null && to != null) {
      return MemoryDelivery.relay(exchange, to, Delivery.Kind.RELAYED) || refuse(exchange);
    }
    if (delivery != null && isNotHere) {
      delivery.notHere();
      return true;
    }
    return super.enter(exchange);
  }

  private static boolean refuse(Exchange exchange) {
    try (var out = exchange.answer(503, List.of("Retry-After", "1"), 0, true)) {
      out.flush();
    } catch (IOException e) {
      exchange.abort();
    }
    return true;
  }
}
