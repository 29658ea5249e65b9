package dev.perennial.agent.tomcat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.catalina.Container;
import org.apache.catalina.Engine;
import org.apache.catalina.Host;
import org.apache.catalina.Service;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.ActionCode;
import org.apache.coyote.Request;
import org.apache.tomcat.util.buf.MessageBytes;
import org.jspecify.annotations.Nullable;

/**
 * Tells which application a request of one connector is for, as Tomcat's mapper does once it has
 * let the request in: by host name or alias, then the longest path of a context. Asking allocates
 * nothing. Thread-safe.
 */
final class ContextMap {
  private final Connector connector;
  private final ContainerTree tree;
  private final BooleanSupplier aside;
  private volatile @Nullable Hosts hosts;

  /** As they were at a time that {@link ContainerTree#changes} counts. */
  private record Hosts(int changes, Engine engine, VirtualHost[] all) {}

  /**
   * @param aside whether the connector's Tomcat serves no sessions, beside another one that does
   */
  ContextMap(Connector connector, ContainerTree tree, BooleanSupplier aside) {
    this.connector = connector;
    this.tree = tree;
    this.aside = aside;
  }

  boolean isAside() {
    return aside.getAsBoolean();
  }

  /** Returns a path to be used for the requests of one connection. */
  RequestPath newPath() {
    return new RequestPath("decode".equals(connector.getEncodedSolidusHandling()));
  }

  Connector connector() {
    return connector;
  }

  /** Returns the name of the connector's service, empty for the first of its server. */
  String service() {
    return ApplicationName.ofService(connector.getService());
  }

  /**
   * Returns where the request leads, or null if no application would take it.
   *
   * @param path is set to the request's
   * @param text is changed
   */
  @Nullable MappedContext find(Request request, RequestPath path, Text text) {
    Hosts now = hosts();
    if (now == null) {
      return null;
    }
    text.of(request.requestURI());
    path.of(text);
    VirtualHost host = host(now, request, text);
    return host == null ? null : host.context(path);
  }

  private @Nullable Hosts hosts() {
    // In this order: what changes while the hosts are read is read again.
    int changes = tree.changes();
    Hosts now = hosts;
    if (now == null || now.changes != changes) {
      now = read(changes);
      hosts = now;
    }
    return now;
  }

  private @Nullable Hosts read(int changes) {
    Service service = connector.getService();
    Engine engine = service == null ? null : service.getContainer();
    if (engine == null) {
      return null;
    }
    tree.watch(engine);
    List<VirtualHost> all = new ArrayList<>();
    for (Container child : engine.findChildren()) {
      if (child instanceof Host host) {
        tree.watch(host);
        all.add(new VirtualHost(host, connector.getURICharset()));
      }
    }
    return new Hosts(changes, engine, all.toArray(new VirtualHost[0]));
  }

  private @Nullable VirtualHost host(Hosts now, Request request, Text name) {
    name.of(serverName(request));
    if (connector.getProxyName() != null && !connector.getUseIPVHosts()) {
      name.of(connector.getProxyName());
    }
    if (name.length() > 0) {
      for (VirtualHost host : now.all) {
        if (host.isRunning() && host.isNamed(name, 0)) {
          return host;
        }
      }
      int dot = name.indexOf('.', 0, name.length());
      for (VirtualHost host : now.all) {
        if (host.isRunning() && host.isNamedByWildcard(name, dot)) {
          return host;
        }
      }
    }
    for (VirtualHost host : now.all) {
      if (host.isRunning() && host.isNamed(now.engine.getDefaultHost())) {
        return host;
      }
    }
    return null;
  }

  private MessageBytes serverName(Request request) {
    if (!connector.getUseIPVHosts()) {
      return request.serverName();
    }
    if (request.localName().isNull()) {
      request.action(ActionCode.REQ_LOCAL_NAME_ATTRIBUTE, null);
    }
    return request.localName();
  }
}
