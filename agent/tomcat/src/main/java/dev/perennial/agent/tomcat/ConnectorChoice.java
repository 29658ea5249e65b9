package dev.perennial.agent.tomcat;

import dev.perennial.agent.container.Arrival;
import java.util.ArrayList;
import java.util.List;
import org.apache.catalina.Server;
import org.apache.catalina.Service;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.AbstractProtocol;
import org.apache.coyote.ajp.AbstractAjpProtocol;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.jspecify.annotations.Nullable;

/**
 * Finds the connector whose settings a request is to be served with that came in at another server:
 * the one that stands there in the configuration where it came in by, if it is of the same kind, or
 * else the first of the same service that is.
 */
final class ConnectorChoice {
  private ConnectorChoice() {}

  /**
   * What counts of a connector.
   *
   * @param index in its service, from 0
   * @param kind as {@link Arrival.Connection#kind} says
   * @param tls whether it ends TLS itself
   */
  record Candidate(int index, String kind, boolean tls) {
    private static final int SAME_KIND = 4;
    private static final int SAME_TLS = 2;

    /** Kind before TLS before place: a proxy's protocol tells what HTTP does not. */
    int fit(Candidate wanted) {
      return (kind.equals(wanted.kind) ? SAME_KIND : 0)
          + (tls == wanted.tls ? SAME_TLS : 0)
          + (index == wanted.index ? 1 : 0);
    }
  }

  /** Returns the best one, null if there is none. Of two as good the first counts. */
  static @Nullable Candidate best(List<Candidate> candidates, Candidate wanted) {
    Candidate best = null;
    for (Candidate candidate : candidates) {
      if (best == null || candidate.fit(wanted) > best.fit(wanted)) {
        best = candidate;
      }
    }
    return best;
  }

  /** Returns the connector for a request, or null if none of its service runs here. */
  static @Nullable Connector of(Server server, Arrival arrival) {
    for (Service service : server.findServices()) {
      if (ApplicationName.ofService(service).equals(arrival.service())) {
        Connector[] connectors = service.findConnectors();
        Candidate best = best(candidates(connectors), wanted(arrival));
        return best == null ? null : connectors[best.index];
      }
    }
    return null;
  }

  private static Candidate wanted(Arrival arrival) {
    String kind = arrival.connection().kind();
    // What a proxy tells of its own TLS connection says nothing of the connector.
    return new Candidate(arrival.connector(), kind, kind.equals("http") && arrival.tls() != null);
  }

  private static List<Candidate> candidates(Connector[] connectors) {
    List<Candidate> candidates = new ArrayList<>();
    for (int i = 0; i < connectors.length; i++) {
      Connector connector = connectors[i];
      if (connector.getState().isAvailable()
          && connector.getProtocolHandler() instanceof AbstractProtocol<?> protocol
          && protocol.getAdapter() != null) {
        candidates.add(new Candidate(i, kind(connector), endsTls(protocol)));
      }
    }
    return candidates;
  }

  private static boolean endsTls(AbstractProtocol<?> protocol) {
    return protocol instanceof AbstractHttp11Protocol<?> http && http.isSSLEnabled();
  }

  static String kind(Connector connector) {
    return connector.getProtocolHandler() instanceof AbstractAjpProtocol ? "ajp" : "http";
  }
}
