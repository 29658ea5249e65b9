package dev.perennial.agent.webapp;

import java.io.IOException;
import javax.servlet.http.HttpUpgradeHandler;
import javax.servlet.http.WebConnection;

/** Says one word in a protocol of its own. */
public final class Upgraded implements HttpUpgradeHandler {
  @Override
  public void init(WebConnection connection) {
    try {
      connection.getOutputStream().print("upgraded");
      connection.getOutputStream().flush();
      connection.close();
    } catch (Exception e) {
      throw new IllegalStateException(new IOException(e));
    }
  }

  @Override
  public void destroy() {}
}
