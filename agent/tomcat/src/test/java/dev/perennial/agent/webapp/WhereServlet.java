package dev.perennial.agent.webapp;

import java.io.IOException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/**
 * Says which application a request has come to and, if asked for it, a number that it has at that
 * server alone.
 */
public final class WhereServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String where = "application=" + request.getServletContext().getInitParameter("application");
    response
        .getWriter()
        .println(
            request.getParameter("server") == null
                ? where
                : where + "\nserver=" + System.identityHashCode(HttpServlet.class));
  }
}
