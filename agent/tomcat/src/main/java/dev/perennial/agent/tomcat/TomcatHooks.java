package dev.perennial.agent.tomcat;

import dev.perennial.agent.container.ContainerEvents;
import dev.perennial.agent.container.ContainerHooks;
import dev.perennial.agent.container.Gate;
import org.apache.catalina.Context;
import org.apache.catalina.Server;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.connector.CoyoteAdapter;
import org.apache.catalina.session.ManagerBase;
import org.apache.catalina.session.StandardSession;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.jspecify.annotations.Nullable;

/**
 * Takes what the code woven into Tomcat reports. To be loaded by a child of Tomcat's own class
 * loader. Thread-safe; a request that is simply let in allocates nothing here.
 */
public final class TomcatHooks implements ContainerHooks {
  /** Of Tomcat's 32 places for notes on a request, one that nobody is known to use. */
  private static final int NOTE = 29;

  private final Gate gate;
  private final ContainerEvents events;
  private final Containers containers;

  public TomcatHooks(Gate gate, ContainerEvents events) {
    this.gate = gate;
    this.events = events;
    this.containers = new Containers(events);
  }

  /** See {@link ContainerHooks#enter}; with the coyote request and response. */
  @Override
  public boolean enter(Object connector, Object request, Object response) {
    Request coyote = (Request) request;
    if (coyote.requestURI().isNull()) {
      // Could not be parsed: Tomcat itself answers it.
      return false;
    }
    TomcatExchange exchange = exchange(coyote);
    if (exchange == null) {
      exchange = newExchange(connector, coyote, (Response) response);
      if (exchange == null) {
        return false;
      }
    }
    if (exchange.admitted) {
      // The last request ended in a way that nobody reported.
      exchange.admitted = false;
      gate.exit(exchange);
    }
    exchange.finished = false;
    DeliveredBody delivered = coyote.getInputBuffer() instanceof DeliveredBody body ? body : null;
    exchange.begin(delivered == null ? null : delivered.delivery());
    if (gate.enter(exchange)) {
      if (delivered != null) {
        delivered.setGateAnswered();
      }
      return true;
    }
    exchange.admitted = true;
    return false;
  }

  private static @Nullable TomcatExchange exchange(Request request) {
    return request.getNote(NOTE) instanceof TomcatExchange exchange ? exchange : null;
  }

  private @Nullable TomcatExchange newExchange(Object source, Request request, Response response) {
    Connector connector = connector(source);
    TomcatContainer container = containers.of(connector);
    if (container == null) {
      return null;
    }
    TomcatExchange exchange = new TomcatExchange(request, response, container.contexts(connector));
    request.setNote(NOTE, exchange);
    return exchange;
  }

  private static Connector connector(Object source) {
    if (source instanceof CoyoteAdapter adapter) {
      try {
        return (Connector) Reflected.CONNECTOR.get(adapter);
      } catch (IllegalAccessException e) {
        throw Reflected.unexpected(e);
      }
    }
    return (Connector) source;
  }

  /** See {@link ContainerHooks#exit}; with the coyote request and response. */
  @Override
  public void exit(Object connector, Object request, Object response) {
    endIfOver((Request) request);
  }

  private void endIfOver(Request request) {
    TomcatExchange exchange = exchange(request);
    if (exchange != null && exchange.admitted && exchange.isOver()) {
      exchange.admitted = false;
      gate.exit(exchange);
    }
  }

  @Override
  public void event(int event, Object source, Object argument) {
    switch (event) {
      case PerennialBridge.SESSION_TOUCHED -> touched(source);
      case PerennialBridge.SESSION_MADE -> made(argument);
      case PerennialBridge.RESPONSE_FINISHING -> finishing(coyote(source));
      case PerennialBridge.ASYNC_DISPATCHED -> endIfOver(coyote(source));
      case PerennialBridge.SESSION_REMOVED -> removed(source, argument);
      case PerennialBridge.SESSION_RENAMED -> renamed(source, argument);
      case PerennialBridge.MANAGER_STARTED -> started(source);
      case PerennialBridge.MANAGER_RUNNING -> running(source);
      case PerennialBridge.MANAGER_STOPPING -> stopping(source);
      case PerennialBridge.APPLICATION_STARTING -> applicationStarting((Context) source);
      case PerennialBridge.CONTAINER_STOPPING -> containerStopping(source);
      default -> {
        // Of another container, or newer than this adapter.
      }
    }
  }

  private static Request coyote(Object request) {
    return request instanceof org.apache.catalina.connector.Request catalina
        ? catalina.getCoyoteRequest()
        : (Request) request;
  }

  private void finishing(@Nullable Request request) {
    TomcatExchange exchange = request == null ? null : exchange(request);
    if (exchange != null && exchange.admitted && !exchange.finished) {
      exchange.finished = true;
      gate.finishing(exchange);
    }
  }

  private void made(Object argument) {
    if (argument instanceof StandardSession session && session.getIdInternal() != null) {
      events.made(session.getIdInternal());
    }
  }

  private void touched(Object source) {
    if (source instanceof StandardSession session && session.getIdInternal() != null) {
      events.touched(session.getIdInternal());
    }
  }

  /** A manager takes a session out also to put it back under another id; that is no end. */
  private void removed(Object source, Object argument) {
    if (!(source instanceof ManagerBase manager)
        || !(argument instanceof StandardSession session)) {
      return;
    }
    TomcatContainer container = containers.of(manager);
    String id = session.getIdInternal();
    if (container == null || id == null || !isExpiring(session) || container.isExpiring()) {
      return;
    }
    if (container.known().holds(id, manager)) {
      // Other applications go on with it.
      events.touched(id);
    } else {
      events.removed(id);
    }
  }

  private static boolean isExpiring(StandardSession session) {
    try {
      return Reflected.EXPIRING.getBoolean(session);
    } catch (IllegalAccessException e) {
      throw Reflected.unexpected(e);
    }
  }

  /** Called while the session still has its old id. */
  private void renamed(Object source, Object argument) {
    if (!(source instanceof StandardSession session)
        || !(session.getManager() instanceof ManagerBase manager)) {
      return;
    }
    String id = session.getIdInternal();
    String newId = (String) argument;
    if (id == null || newId == null || id.equals(newId)) {
      return;
    }
    TomcatContainer container = containers.of(manager);
    if (container != null && container.known().holds(id, manager)) {
      events.touched(id);
      events.touched(newId);
    } else {
      events.renamed(id, newId);
    }
  }

  private void started(Object source) {
    if (source instanceof ManagerBase manager) {
      TomcatContainer container = containers.of(manager);
      if (container != null) {
        container.started();
        container.known().add(manager);
        container.tree().changed();
      }
    }
  }

  /** Finds a Tomcat that was there before the agent, has no MBeans and no requests. */
  private void running(Object source) {
    if (source instanceof ManagerBase manager) {
      TomcatContainer unused = containers.of(manager);
    }
  }

  private void stopping(Object source) {
    if (source instanceof ManagerBase manager) {
      TomcatContainer container = containers.of(manager);
      if (container != null) {
        container.known().remove(manager);
        container.tree().changed();
      }
    }
  }

  private void applicationStarting(Context context) {
    TomcatContainer container = containers.of(context);
    if (container == null) {
      return;
    }
    container.tree().changed();
    if (context.getManager() instanceof ManagerBase manager) {
      container.known().add(manager);
      events.applicationStarting(container, ApplicationName.of(context));
    }
  }

  private void containerStopping(Object source) {
    Server server = EndingServer.of(source);
    if (server == null) {
      return;
    }
    TomcatContainer container = containers.of(server);
    // That of Spring Boot's management port, say: the one with the sessions is told itself.
    if (!containers.leavesSessionsToAnother(container, server) && container.beginsStopping()) {
      events.stopping(container);
    }
  }

  @Override
  public void discover() {
    containers.discover();
  }
}
