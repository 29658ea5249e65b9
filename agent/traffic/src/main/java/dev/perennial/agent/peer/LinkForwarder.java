package dev.perennial.agent.peer;

import dev.perennial.agent.container.Delivery;
import dev.perennial.agent.container.Exchange;
import dev.perennial.agent.gate.Forwarder;
import dev.perennial.agent.stream.StreamPool;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Has requests answered by another server, over connections between the agents. A request is
 * forwarded on the thread that calls; a longer body is sent on by one more. Thread-safe.
 */
public final class LinkForwarder implements Forwarder {
  private final @Nullable StreamPool streams;
  private final Executor bodies;
  private final CountedLines log;

  /**
   * @param streams to the other servers; null without a cluster
   * @param bodies runs one task for each longer request body, at once: not queued behind others
   * @param log for people
   */
  public LinkForwarder(@Nullable StreamPool streams, Executor bodies, CountedLines log) {
    this.streams = streams;
    this.bodies = bodies;
    this.log = log;
  }

  @Override
  public Outcome forward(Exchange exchange, String server, boolean asNew) {
    StreamPool pool = streams;
    if (pool == null) {
      return unreached(server, "this server is in no cluster");
    }
    ForwardedRequest request = new ForwardedRequest(exchange, pool, bodies);
    ForwardedRequest.Result result = request.run(server, asNew);
    return switch (result.end()) {
      case OVER -> Outcome.OVER;
      case UNREACHED -> unreached(server, result.words());
      case NOT_THERE -> {
        log.add("a request could not be relayed to " + server + ": " + result.words());
        yield Outcome.NOT_THERE;
      }
      case LOST -> {
        log.add("a request could not be relayed to " + server + ": " + result.words());
        refuse(exchange, result.words(), 1);
        yield Outcome.OVER;
      }
    };
  }

  private Outcome unreached(String server, String why) {
    log.add("a request could not be relayed to " + server + ": " + why);
    return Outcome.UNREACHED;
  }

  @Override
  public void refuse(Exchange exchange, String reason, int retryAfterSeconds) {
    log.add("a request was answered 503: " + reason);
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
    Delivery delivery = exchange.delivery;
    if (delivery == null) {
      throw new IllegalStateException("a client's request belongs somewhere");
    }
    delivery.notHere();
  }

  @Override
  public Source source(Exchange exchange) {
    Delivery delivery = exchange.delivery;
    return delivery == null
        ? Source.CLIENT
        : switch (delivery.kind()) {
          case RELAYED -> Source.RELAY;
          case RELAYED_AS_NEW -> Source.RELAY_AS_NEW;
          case PROBE -> Source.PROBE;
        };
  }
}
