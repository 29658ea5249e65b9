package dev.perennial.agent.webapp;

import java.io.IOException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** Says which application a request has come to. */
public final class WhereServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response
        .getWriter()
        .println("application=" + request.getServletContext().getInitParameter("application"));
  }
}
