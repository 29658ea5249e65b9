package dev.perennial.agent.boot;

import dev.perennial.agent.container.Exchange;
import dev.perennial.agent.duplex.SourceDuplexer;
import dev.perennial.agent.gate.GateListener;
import dev.perennial.agent.load.LoadMeter;
import org.jspecify.annotations.Nullable;

/** Measures the load, and lets the duplexing see answers that are about to end. */
final class LoadListener implements GateListener {
  private final LoadMeter load;
  private volatile @Nullable SourceDuplexer duplexer;

  LoadListener(LoadMeter load) {
    this.load = load;
  }

  void duplexer(SourceDuplexer newDuplexer) {
    duplexer = newDuplexer;
  }

  @Override
  public void admitted(Exchange exchange) {
    load.started();
  }

  @Override
  public void ended(Exchange exchange, long latencyNanos) {
    load.ended(latencyNanos);
  }

  @Override
  public void finishing(Exchange exchange, @Nullable String sessionId) {
    SourceDuplexer current = duplexer;
    if (current != null) {
      current.finishing(exchange, sessionId);
    }
  }
}
