package dev.perennial.agent.tomcat;

import dev.perennial.agent.container.Arrival;
import java.util.List;
import java.util.Map;
import org.apache.coyote.Request;
import org.apache.tomcat.util.http.MimeHeaders;

/**
 * Makes Tomcat's request what it was at the connector that took it. What Tomcat parses later is set
 * as bytes, as its own processors do. Used for one request after another; not thread-safe.
 */
final class DeliveredRequest {
  private static final int USUAL_BYTES = 4096;
  private static final int KEPT_BYTES = 65_536;

  private byte[] bytes = new byte[USUAL_BYTES];
  private int used;

  @SuppressWarnings("deprecation") // of method(): its successor is not in all versions
  void fill(Request request, Arrival arrival) {
    reserve(arrival);
    request.method().setString(arrival.method());
    request.protocol().setString(arrival.protocol());
    target(request, arrival.target());
    List<String> headers = arrival.headers();
    for (int i = 0; i < headers.size(); i += 2) {
      header(request.getMimeHeaders(), headers.get(i), headers.get(i + 1));
    }
    if (!arrival.scheme().isEmpty()) {
      request.scheme().setString(arrival.scheme());
    }
    // A Host header without a name is another thing than none.
    if (!arrival.serverName().isEmpty() || request.getMimeHeaders().getValue("host") != null) {
      request.serverName().setString(arrival.serverName());
    }
    request.setServerPort(arrival.serverPort());
    ends(request, arrival);
    Arrival.User user = arrival.user();
    if (!user.name().isEmpty()) {
      request.getRemoteUser().setString(user.name());
      request.setRemoteUserNeedsAuthorization(user.authorize());
    }
    if (!user.scheme().isEmpty()) {
      request.getAuthType().setString(user.scheme());
    }
    for (Map.Entry<String, String> attribute : arrival.attributes().entrySet()) {
      request.setAttribute(attribute.getKey(), attribute.getValue());
    }
    request.setExpectation(expects(request, arrival));
    // A file could only be sent to a socket, and there is none.
    request.setSendfile(false);
    markStart(request);
  }

  private static void ends(Request request, Arrival arrival) {
    request.remoteAddr().setString(arrival.client().address());
    request.peerAddr().setString(arrival.connection().peer());
    request.setRemotePort(arrival.client().port());
    if (!arrival.client().name().isEmpty()) {
      request.remoteHost().setString(arrival.client().name());
    }
    if (!arrival.local().address().isEmpty()) {
      request.localAddr().setString(arrival.local().address());
    }
    request.setLocalPort(arrival.local().port());
    if (!arrival.local().name().isEmpty()) {
      request.localName().setString(arrival.local().name());
    }
  }

  /** A proxy in front, which speaks AJP, has asked for the body itself. */
  private static boolean expects(Request request, Arrival arrival) {
    String expect = request.getHeader("expect");
    return expect != null
        && expect.strip().equalsIgnoreCase("100-continue")
        && arrival.connection().kind().equals("http")
        && !arrival.protocol().equals("HTTP/1.0");
  }

  private void reserve(Arrival arrival) {
    int needed = arrival.target().length();
    for (String text : arrival.headers()) {
      needed += text.length();
    }
    if (needed > bytes.length || bytes.length > KEPT_BYTES) {
      bytes = new byte[Math.max(needed, USUAL_BYTES)];
    }
    used = 0;
  }

  private void target(Request request, String target) {
    int start = put(target);
    int query = target.indexOf('?');
    if (query < 0) {
      request.requestURI().setBytes(bytes, start, target.length());
    } else {
      request.requestURI().setBytes(bytes, start, query);
      request.queryString().setBytes(bytes, start + query + 1, target.length() - query - 1);
    }
  }

  private void header(MimeHeaders headers, String name, String value) {
    int start = put(name);
    int valueStart = put(value);
    headers.addValue(bytes, start, name.length()).setBytes(bytes, valueStart, value.length());
  }

  /** Each character is one byte, and this way nothing is allocated. */
  @SuppressWarnings("deprecation")
  private int put(String text) {
    int start = used;
    text.getBytes(0, text.length(), bytes, start);
    used += text.length();
    return start;
  }

  private static void markStart(Request request) {
    if (Reflected.MARK_START != null) {
      Reflected.call(Reflected.MARK_START, request);
    } else if (Reflected.SET_START_NANOS != null) {
      Reflected.call(Reflected.SET_START_NANOS, request, System.nanoTime());
    } else if (Reflected.SET_START != null) {
      Reflected.call(Reflected.SET_START, request, System.currentTimeMillis());
    }
  }
}
