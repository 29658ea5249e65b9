package dev.perennial.agent.tomcat;

import java.time.Duration;
import org.apache.coyote.AbstractProtocol;
import org.apache.coyote.ajp.AbstractAjpProtocol;
import org.apache.coyote.http11.AbstractHttp11Protocol;

/**
 * Has the clients of one connector end their connections themselves: each answer says that its
 * connection is not used again, and upgraded connections are told goodbye in the words of their
 * protocol. Used under the lock of its owner.
 */
final class PoliteEnd {
  private final AbstractProtocol<?> protocol;
  private final OpenConnections connections;
  private final int maxKeepAliveRequests;

  PoliteEnd(AbstractProtocol<?> protocol) {
    this.protocol = protocol;
    connections = new OpenConnections(Reflected.endpoint(protocol));
    maxKeepAliveRequests =
        protocol instanceof AbstractHttp11Protocol<?> http ? http.getMaxKeepAliveRequests() : 0;
  }

  void begin() {
    if (protocol instanceof AbstractHttp11Protocol<?> http) {
      http.setMaxKeepAliveRequests(1);
    } else if (protocol instanceof AbstractAjpProtocol<?>) {
      AjpReuse.forbid();
    }
  }

  /** See {@link OpenConnections#seeOff}. */
  int look(Duration spread) {
    return connections.seeOff(spread, false);
  }

  /** See {@link OpenConnections#hurry}. */
  int hurry(boolean last) {
    return connections.hurry(last);
  }

  void undo() {
    if (protocol instanceof AbstractHttp11Protocol<?> http) {
      http.setMaxKeepAliveRequests(maxKeepAliveRequests);
    } else if (protocol instanceof AbstractAjpProtocol<?>) {
      AjpReuse.allow();
    }
  }
}
