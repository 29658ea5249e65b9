package dev.perennial.agent.servers;

import dev.perennial.agent.container.Exchange;
import dev.perennial.agent.relay.Relay;
import dev.perennial.agent.relay.RelayException;
import dev.perennial.agent.relay.RelaySettings;
import dev.perennial.agent.relay.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Relays all requests but those that have been relayed to it. */
final class RelayingGate extends OpenGate implements AutoCloseable {
  private final ExecutorService bodies = Executors.newCachedThreadPool();
  final Relay relay =
      new Relay(
          new RelaySettings(
              Duration.ofSeconds(1),
              Duration.ofSeconds(10),
              Duration.ofSeconds(1),
              Duration.ofSeconds(5),
              4),
          bodies,
          System::nanoTime);
  volatile int port;
  volatile String token = "token";
  volatile RelayException last;

  /** Where a request is relayed to that the first server did not take, if it still can be. */
  volatile int nextPort;

  @Override
  public boolean enter(Exchange exchange) {
    if (exchange.relayed) {
      return super.enter(exchange);
    }
    try {
      try {
        relay.relay(exchange, new Target("127.0.0.1", port, token, "server-a"));
      } catch (RelayException e) {
        if (nextPort == 0 || !e.retryable()) {
          throw e;
        }
        relay.relay(exchange, new Target("127.0.0.1", nextPort, token, "server-a"));
      }
    } catch (RelayException e) {
      last = e;
      try (var out = exchange.answer(503, List.of("Retry-After", "1"), 0, true)) {
        out.flush();
      } catch (IOException ignored) {
        exchange.abort();
      }
    }
    return true;
  }

  @Override
  public void close() {
    relay.close();
    bodies.shutdownNow();
  }
}
