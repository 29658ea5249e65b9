package dev.perennial.agent.tomcat;

import dev.perennial.agent.container.Listener;
import java.net.InetAddress;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.AbstractProtocol;
import org.apache.coyote.ProtocolHandler;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.tomcat.util.net.AbstractEndpoint;
import org.apache.tomcat.util.net.Nio2Endpoint;
import org.apache.tomcat.util.net.NioEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * Where and how one connector listens.
 *
 * @param endpoint null if the protocol is none of Tomcat's own
 */
record ListeningConnector(Connector connector, @Nullable AbstractEndpoint<?, ?> endpoint) {
  /** Tomcat binds in the call of its connector, whatever the protocol. */
  private static final String BINDER = Connector.class.getName();

  static ListeningConnector of(Connector connector) {
    return new ListeningConnector(
        connector,
        connector.getProtocolHandler() instanceof AbstractProtocol<?> protocol
            ? Reflected.endpoint(protocol)
            : null);
  }

  /** Returns whether the agent knows how its connections come to rest. */
  boolean canRest() {
    return endpoint instanceof NioEndpoint || endpoint instanceof Nio2Endpoint;
  }

  /** Returns whether it has a socket; one without an endpoint cannot be asked. */
  boolean isBound() {
    return endpoint == null || isUnix() || connector.getLocalPort() > 0;
  }

  boolean isUnix() {
    return !unixPath().isEmpty();
  }

  /** Returns the path of its Unix domain socket, or "". */
  String unixPath() {
    String path =
        endpoint instanceof NioEndpoint nio && !nio.getUseInheritedChannel()
            ? nio.getUnixDomainSocketPath()
            : null;
    return path == null ? "" : SparedPath.original(path);
  }

  Listener listener() {
    String service = ApplicationName.ofService(connector.getService());
    if (isUnix()) {
      return new Listener(unixPath(), Listener.UNIX, scheme(), service, "", "");
    }
    boolean chosen = connector.getPort() == 0;
    int port = endpoint == null ? Math.max(0, connector.getPort()) : connector.getLocalPort();
    return new Listener(host(), port, scheme(), service, chosen ? BINDER : "", obstacle());
  }

  private String scheme() {
    if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> http) {
      return http.isSSLEnabled() ? "https" : "http";
    }
    return endpoint == null ? connector.getScheme() : "ajp";
  }

  /** Returns the literal address that it is bound to. */
  String host() {
    InetAddress address =
        connector.getProtocolHandler() instanceof AbstractProtocol<?> protocol
            ? protocol.getAddress()
            : null;
    if (address != null) {
      return address.getHostAddress();
    }
    return Boolean.getBoolean("java.net.preferIPv4Stack") ? "0.0.0.0" : "::";
  }

  private String obstacle() {
    ProtocolHandler handler = connector.getProtocolHandler();
    if (!canRest()) {
      return handler.getClass().getName()
          + " is neither NIO nor NIO2, and its connections cannot come to rest; choose one of these"
          + " as protocol of the connector";
    }
    if (endpoint instanceof NioEndpoint nio && nio.getUseInheritedChannel()) {
      return "its socket comes from whoever started the JVM (useInheritedChannel), and would not"
          + " come a second time; configure the port instead";
    }
    return "";
  }
}
