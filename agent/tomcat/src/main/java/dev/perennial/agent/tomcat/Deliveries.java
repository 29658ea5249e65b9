package dev.perennial.agent.tomcat;

import dev.perennial.agent.container.Delivery;
import dev.perennial.agent.log.Suppressed;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.IntSupplier;
import org.apache.catalina.Server;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.AbstractProtocol;
import org.apache.coyote.Adapter;
import org.jspecify.annotations.Nullable;

/** Serves the requests that other servers have taken, and those of the agent. Thread-safe. */
final class Deliveries {
  private static final int SC_OK = 200;
  private static final int SC_UNAVAILABLE = 503;

  private final Server server;
  private final RequestThreads threads;

  private final Map<Connector, Idle> idle = new ConcurrentHashMap<>();

  /** Processors of a connector that serve nothing at present; the adapter is new at each start. */
  private record Idle(Adapter adapter, Deque<DeliveredProcessor> processors) {
    /** As many as Tomcat keeps of its own. */
    private static final int MOST = 200;

    Idle(Adapter adapter) {
      this(adapter, new ArrayDeque<>());
    }

    @Nullable DeliveredProcessor take() {
      synchronized (processors) {
        return processors.pollFirst();
      }
    }

    void put(DeliveredProcessor processor) {
      synchronized (processors) {
        if (processors.size() < MOST) {
          processors.addFirst(processor);
        }
      }
    }
  }

  Deliveries(Server server, IntSupplier limit) {
    this.server = server;
    this.threads = new RequestThreads(limit);
  }

  /** See {@link dev.perennial.agent.container.Container#deliver}. */
  void deliver(Delivery delivery) {
    Connector connector = ConnectorChoice.of(server, delivery.arrival());
    if (connector == null) {
      throw new RejectedExecutionException(
          "no connector runs here for service \"" + delivery.arrival().service() + "\"");
    }
    if (isLook(delivery)) {
      threads.execute(() -> answerLook(delivery, connector));
      return;
    }
    DeliveredProcessor processor = processor(connector);
    try {
      processor.begin(delivery);
    } catch (RuntimeException | Error e) {
      Suppressed.count(e, "request of another server");
      throw new RejectedExecutionException("the request cannot be made one of this server's", e);
    }
  }

  /** Whether Tomcat itself would answer: OPTIONS * is of no application. */
  private static boolean isLook(Delivery delivery) {
    return delivery.kind() == Delivery.Kind.PROBE && delivery.arrival().target().equals("*");
  }

  /**
   * Answers as Tomcat would, and past its adapter, which notes in the access log, and in the
   * figures of the connector, that somebody has asked. That happens each second.
   */
  private static void answerLook(Delivery delivery, Connector connector) {
    boolean available =
        connector.getState().isAvailable()
            && connector.getService().getContainer().getState().isAvailable();
    try {
      delivery.answer(available ? SC_OK : SC_UNAVAILABLE, List.of(), 0, false);
      delivery.end(List.of());
    } catch (IOException e) {
      // Nobody waits for it any more.
      delivery.abort();
    }
  }

  private DeliveredProcessor processor(Connector connector) {
    AbstractProtocol<?> protocol = (AbstractProtocol<?>) connector.getProtocolHandler();
    Adapter adapter = protocol.getAdapter();
    Idle ofConnector =
        idle.compute(
            connector,
            (same, known) -> known != null && known.adapter == adapter ? known : new Idle(adapter));
    DeliveredProcessor processor = ofConnector.take();
    return processor != null
        ? processor
        : new DeliveredProcessor(protocol, adapter, threads, ofConnector::put);
  }
}
