package dev.perennial.agent.boot;

import dev.perennial.agent.container.Exchange;
import dev.perennial.agent.gate.GateListener;
import dev.perennial.agent.load.LoadMeter;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Measures the load, and lets the duplexing see answers that are about to end. Thread-safe.
 *
 * @param finishing takes the exchange and the id of its session
 */
record LoadListener(LoadMeter load, BiConsumer<Exchange, @Nullable String> finishing)
    implements GateListener {

  @Override
  public void admitted(Exchange exchange) {
    load.started();
  }

  @Override
  public void ended(Exchange exchange, long latencyNanos) {
    load.ended(latencyNanos);
    if (exchange.hasFailed()) {
      load.failed();
    }
  }

  @Override
  public void finishing(Exchange exchange, @Nullable String sessionId) {
    finishing.accept(exchange, sessionId);
  }
}
