package dev.perennial.agent.peer;

import dev.perennial.agent.container.Exchange;
import dev.perennial.agent.gate.Forwarder;
import dev.perennial.agent.relay.Relay;
import dev.perennial.agent.relay.RelayException;
import dev.perennial.agent.relay.Target;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Relays over HTTP to the other server's own connector. Thread-safe. */
public final class HttpForwarder implements Forwarder {
  private final Relay relay;
  private final PeerDirectory peers;
  private final Consumer<String> log;

  public HttpForwarder(Relay relay, PeerDirectory peers, Consumer<String> log) {
    this.relay = relay;
    this.peers = peers;
    this.log = log;
  }

  @Override
  public Outcome forward(Exchange exchange, String server, boolean asNew) {
    Optional<Target> target = peers.target(server, exchange.service(), asNew);
    if (target.isEmpty()) {
      log.accept("it is not known where the application of " + at(exchange, server) + " answers");
      return Outcome.UNREACHED;
    }
    try {
      relay.relay(exchange, target.get());
      return Outcome.OVER;
    } catch (RelayException e) {
      log.accept("a request could not be relayed to " + server + ": " + e.getMessage());
      if (!e.retryable()) {
        refuse(exchange, e.getMessage(), 1);
        return Outcome.OVER;
      }
      return e.kind() == RelayException.Kind.NOT_THERE ? Outcome.NOT_THERE : Outcome.UNREACHED;
    }
  }

  private static String at(Exchange exchange, String server) {
    return exchange.service().isEmpty() ? server : exchange.service() + " at " + server;
  }

  @Override
  public void refuse(Exchange exchange, String reason, int retryAfterSeconds) {
    log.accept("a request was answered 503: " + reason);
    byte[] body =
        "This server cannot answer at the moment. Please try again.\n"
            .getBytes(StandardCharsets.US_ASCII);
    List<String> headers =
        List.of("Retry-After", Integer.toString(retryAfterSeconds), "Content-Type", "text/plain");
    try (OutputStream out = exchange.answer(503, headers, body.length, true)) {
      out.write(body);
    } catch (IOException e) {
      // The client has gone: it needs no answer.
      exchange.abort();
    }
  }

  @Override
  public void notHere(Exchange exchange) {
    List<String> headers = List.of(Relay.ANSWER_HEADER, Relay.NOT_THERE);
    try (OutputStream out = exchange.answer(421, headers, 0, true)) {
      out.flush();
    } catch (IOException e) {
      exchange.abort();
    }
  }

  @Override
  public Source source(Exchange exchange) {
    return exchange.relayed ? peers.source(String.valueOf(exchange.relayedBy)) : Source.CLIENT;
  }
}
