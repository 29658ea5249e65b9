package dev.perennial.agent.tomcat;

import dev.perennial.agent.container.Exchange.Client;
import org.apache.catalina.connector.Request;

/** Shows an application the client of a relayed request as that server saw it. */
final class ClientOrigin {
  private ClientOrigin() {}

  /** Applied once Tomcat has parsed the request: before, it would be overwritten. */
  static void apply(Request request, Client client) {
    request.setRemoteAddr(client.address());
    request.setRemoteHost(client.address());
    request.setSecure(client.scheme().equals("https"));
    request.getCoyoteRequest().scheme().setString(client.scheme());
    request.getCoyoteRequest().setServerPort(client.serverPort());
    try {
      Reflected.REQUEST_REMOTE_PORT.setInt(request, client.port());
    } catch (IllegalAccessException e) {
      throw Reflected.unexpected(e);
    }
  }
}
