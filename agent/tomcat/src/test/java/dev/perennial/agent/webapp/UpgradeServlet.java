package dev.perennial.agent.webapp;

import java.io.IOException;
import javax.servlet.ReadListener;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.servlet.http.HttpUpgradeHandler;
import javax.servlet.http.WebConnection;

/** Speaks a protocol of its own, which says nothing. */
public final class UpgradeServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    response.setStatus(HttpServletResponse.SC_SWITCHING_PROTOCOLS);
    response.setHeader("Connection", "upgrade");
    response.setHeader("Upgrade", "silence");
    request.upgrade(Silence.class);
  }

  /** Reads and forgets. */
  public static final class Silence implements HttpUpgradeHandler, ReadListener {
    private WebConnection connection;

    @Override
    public void init(WebConnection given) {
      connection = given;
      try {
        given.getInputStream().setReadListener(this);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void onDataAvailable() throws IOException {
      int read = 0;
      while (read >= 0 && connection.getInputStream().isReady()) {
        read = connection.getInputStream().read();
      }
    }

    @Override
    public void onAllDataRead() {}

    @Override
    public void onError(Throwable error) {}

    @Override
    public void destroy() {}
  }
}
