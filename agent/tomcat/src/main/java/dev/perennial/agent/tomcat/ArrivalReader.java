package dev.perennial.agent.tomcat;

import dev.perennial.agent.container.Arrival;
import dev.perennial.agent.container.Arrival.Connection;
import dev.perennial.agent.container.Arrival.End;
import dev.perennial.agent.container.Arrival.User;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.catalina.Service;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.ActionCode;
import org.apache.coyote.Request;
import org.apache.tomcat.util.buf.MessageBytes;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request as the connector has taken it, before Tomcat's pipeline changes it. Looks up no
 * host name: that may take seconds.
 */
final class ArrivalReader {
  /** Of Tomcat 9, which tells them of HTTP/2 alone. */
  private static final @Nullable ActionCode CONNECTION_ID = Reflected.actionCode("CONNECTION_ID");

  private static final @Nullable ActionCode STREAM_ID = Reflected.actionCode("STREAM_ID");

  /** Of later ones. */
  private static final @Nullable ActionCode SERVLET_CONNECTION =
      Reflected.actionCode("SERVLET_CONNECTION");

  private static final @Nullable ActionCode REQUEST_ID =
      Reflected.actionCode("PROTOCOL_REQUEST_ID");

  private ArrivalReader() {}

  @SuppressWarnings("deprecation") // of method(): its successor is not in all versions
  static Arrival read(
      Request request, Connector connector, String service, List<String> headers, long bodyLength) {
    request.action(ActionCode.REQ_HOST_ADDR_ATTRIBUTE, request);
    request.action(ActionCode.REQ_PEER_ADDR_ATTRIBUTE, request);
    request.action(ActionCode.REQ_REMOTEPORT_ATTRIBUTE, request);
    request.action(ActionCode.REQ_LOCAL_ADDR_ATTRIBUTE, request);
    request.action(ActionCode.REQ_LOCALPORT_ATTRIBUTE, request);
    String uri = Text.string(request.requestURI());
    return new Arrival(
        service,
        index(connector),
        Text.string(request.method()),
        request.queryString().isNull() ? uri : uri + "?" + Text.string(request.queryString()),
        Text.string(request.protocol()),
        headers,
        bodyLength,
        Text.string(request.scheme()),
        Text.string(request.serverName()),
        request.getServerPort(),
        end(request.remoteAddr(), request.remoteHost(), request.getRemotePort()),
        end(request.localAddr(), request.localName(), request.getLocalPort()),
        connection(request, connector),
        user(request),
        TlsAttributes.read(request),
        attributes(request));
  }

  private static int index(Connector connector) {
    Service service = connector.getService();
    Connector[] all = service == null ? new Connector[0] : service.findConnectors();
    for (int i = 0; i < all.length; i++) {
      if (all[i] == connector) {
        return i;
      }
    }
    return 0;
  }

  private static End end(MessageBytes address, MessageBytes name, int port) {
    return new End(Text.string(address), Text.string(name), port);
  }

  private static User user(Request request) {
    if (request.getRemoteUser().isNull() && request.getAuthType().isNull()) {
      return User.NONE;
    }
    return new User(
        Text.string(request.getRemoteUser()),
        Text.string(request.getAuthType()),
        request.getRemoteUserNeedsAuthorization());
  }

  private static Connection connection(Request request, Connector connector) {
    String kind = ConnectorChoice.kind(connector);
    String peer = Text.string(request.peerAddr());
    if (SERVLET_CONNECTION == null) {
      String id = String.valueOf(ask(request, CONNECTION_ID));
      return new Connection(kind, peer, id, "", "", String.valueOf(ask(request, STREAM_ID)));
    }
    Object connection = ask(request, SERVLET_CONNECTION);
    String requestId = String.valueOf(ask(request, REQUEST_ID));
    if (connection.equals("")) {
      return new Connection(kind, peer, "", "", "", requestId);
    }
    return new Connection(
        kind,
        peer,
        text(connection, Reflected.CONNECTION_ID),
        text(connection, Reflected.CONNECTION_PROTOCOL),
        text(connection, Reflected.CONNECTION_PROTOCOL_ID),
        requestId);
  }

  /** Returns the empty text where nothing is told. */
  private static Object ask(Request request, @Nullable ActionCode code) {
    AtomicReference<@Nullable Object> answer = new AtomicReference<>();
    if (code != null) {
      request.action(code, answer);
    }
    Object value = answer.get();
    return value == null ? "" : value;
  }

  private static String text(Object connection, @Nullable Method getter) {
    Object value = getter == null ? null : Reflected.call(getter, connection);
    return value == null ? "" : value.toString();
  }

  private static Map<String, String> attributes(Request request) {
    Map<String, String> attributes = new HashMap<>();
    for (Map.Entry<String, Object> attribute : request.getAttributes().entrySet()) {
      if (attribute.getValue() instanceof String text && !TlsAttributes.isOne(attribute.getKey())) {
        attributes.put(attribute.getKey(), text);
      }
    }
    return attributes;
  }
}
