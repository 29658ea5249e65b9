package dev.perennial.agent.container;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request as the container's connector has taken it, before any part of the container has looked
 * at it, and without its body: all that another server needs for its application to see the same.
 * Text has one character for each byte of what came (ISO 8859-1). Immutable.
 *
 * @param service the container's service that it came in by, see {@link Exchange#service}
 * @param connector which of that service's connectors, from 0 in the order of its configuration
 * @param method such as "GET"
 * @param target path and query as they came, not decoded
 * @param protocol such as "HTTP/1.1" or "HTTP/2.0"
 * @param headers names and values alternating, in order; nothing is left out
 * @param bodyLength of the body in bytes, -1 if it is not known, 0 if there is none
 * @param scheme "http" or "https" where the request itself says so (by TLS, HTTP/2 or AJP); empty
 *     where it does not, and the connector's setting counts
 * @param serverName from the request, empty if it names none
 * @param serverPort from the request, -1 if it names none
 * @param client the other end of the connection
 * @param local this end of the connection
 * @param connection what it came by
 * @param user whom a proxy in front has authenticated
 * @param tls how the connection is protected; null if it is not, or by a proxy that does not tell
 * @param attributes text that a proxy in front has sent along by a protocol of its own (AJP)
 */
public record Arrival(
    String service,
    int connector,
    String method,
    String target,
    String protocol,
    List<String> headers,
    long bodyLength,
    String scheme,
    String serverName,
    int serverPort,
    End client,
    End local,
    Connection connection,
    User user,
    @Nullable Tls tls,
    Map<String, String> attributes) {
  public Arrival {
    headers = List.copyOf(headers);
    attributes = Map.copyOf(attributes);
  }

  /**
   * One end of a connection.
   *
   * @param address literal; empty if it is not known, as with Unix sockets
   * @param name of the host, empty if nobody has looked it up
   * @param port -1 if it is not known
   */
  public record End(String address, String name, int port) {}

  /**
   * What a request came by. Each text is empty where the container does not tell.
   *
   * @param kind the connector's protocol, "http" or "ajp"
   * @param peer address of whoever has opened the connection: the client, or a proxy in front
   * @param id of the connection, unique in its container
   * @param protocol as negotiated, such as "h2"
   * @param protocolId of the connection in that protocol
   * @param requestId of the request in that protocol, such as the number of a stream
   */
  public record Connection(
      String kind, String peer, String id, String protocol, String protocolId, String requestId) {}

  /**
   * Whom a proxy in front has authenticated; both names are empty if it has not.
   *
   * @param name of the user
   * @param scheme by which, such as "BASIC"
   * @param authorize whether the container still looks up what the user may do
   */
  public record User(String name, String scheme, boolean authorize) {
    /** Nobody. */
    public static final User NONE = new User("", "", false);
  }

  /**
   * How a connection is protected, as applications can ask.
   *
   * @param protocol such as "TLSv1.3"
   * @param cipher the suite's name
   * @param keyBits size of the key; 0 if not known
   * @param session the session's id in hexadecimal digits, empty if there is none
   * @param offeredProtocols which versions the client has offered, as the container writes them;
   *     empty if not known
   * @param offeredCiphers which suites it has offered, likewise
   * @param certificates of the client, each in DER, its own first
   */
  public record Tls(
      String protocol,
      String cipher,
      int keyBits,
      String session,
      String offeredProtocols,
      String offeredCiphers,
      List<byte[]> certificates) {
    public Tls {
      certificates = List.copyOf(certificates);
    }
  }
}
