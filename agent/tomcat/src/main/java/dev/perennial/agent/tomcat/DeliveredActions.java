package dev.perennial.agent.tomcat;

import dev.perennial.agent.container.Arrival;
import dev.perennial.agent.log.Suppressed;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.coyote.ActionCode;
import org.apache.coyote.ActionHook;
import org.apache.coyote.Request;
import org.jspecify.annotations.Nullable;

/**
 * Answers what Tomcat would otherwise ask the socket, or a processor by methods that name types
 * which not all versions have. All else goes on to the processor.
 */
final class DeliveredActions implements ActionHook {
  private static final @Nullable ActionCode CONNECTION_ID = Reflected.actionCode("CONNECTION_ID");
  private static final @Nullable ActionCode STREAM_ID = Reflected.actionCode("STREAM_ID");
  private static final @Nullable ActionCode SERVLET_CONNECTION =
      Reflected.actionCode("SERVLET_CONNECTION");
  private static final @Nullable ActionCode REQUEST_ID =
      Reflected.actionCode("PROTOCOL_REQUEST_ID");

  private final ActionHook processor;
  private final Request request;
  private volatile @Nullable Arrival arrival;

  DeliveredActions(ActionHook processor, Request request) {
    this.processor = processor;
    this.request = request;
  }

  void begin(Arrival now) {
    arrival = now;
  }

  void end() {
    arrival = null;
  }

  @Override
  public void action(ActionCode code, Object param) {
    Arrival now = arrival;
    if (now == null) {
      processor.action(code, param);
    } else if (code == ActionCode.REQ_LOCAL_NAME_ATTRIBUTE) {
      lookUpLocalName(now);
    } else if (code == CONNECTION_ID && !now.connection().id().isEmpty()) {
      tell(param, now.connection().id());
    } else if ((code == STREAM_ID || code == REQUEST_ID)
        && !now.connection().requestId().isEmpty()) {
      tell(param, now.connection().requestId());
    } else if (code == SERVLET_CONNECTION) {
      tell(param, servletConnection(now));
    } else {
      processor.action(code, param);
    }
  }

  @SuppressWarnings("unchecked") // as Tomcat defines these codes
  private static void tell(Object param, @Nullable Object value) {
    ((AtomicReference<@Nullable Object>) param).set(value);
  }

  private static @Nullable Object servletConnection(Arrival now) {
    boolean secure = now.tls() != null && now.connection().kind().equals("http");
    Arrival.Connection it = now.connection();
    return Reflected.servletConnection(it.id(), it.protocol(), it.protocolId(), secure);
  }

  /** As Tomcat does with a socket's address, and as late. */
  private void lookUpLocalName(Arrival now) {
    if (request.localName().isNull() && !now.local().address().isEmpty()) {
      request.localName().setString(hostName(now.local().address()));
    }
  }

  /** Returns a host's name, or its address if it has none. May take long. */
  static String hostName(String address) {
    try {
      return InetAddress.getByName(address).getHostName();
    } catch (UnknownHostException e) {
      // An address is never looked up itself; a text that is none is shown as it is.
      Suppressed.count(e, "address of a host");
      return address;
    }
  }
}
