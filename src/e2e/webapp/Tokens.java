import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps a list of tokens in each session, as the consistency checker of the testing kit asks it.
 */
@WebServlet("/tokens")
public class Tokens extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private static final String SERVER =
      Path.of(System.getProperty("catalina.base")).getFileName().toString();

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String bytes = request.getParameter("open");
    if (bytes != null) {
      HttpSession session = request.getSession(true);
      session.setAttribute("tokens", new ArrayList<String>());
      session.setAttribute("payload", new byte[Integer.parseInt(bytes)]);
      show(session, response);
      return;
    }
    long millis = Long.parseLong(request.getParameter("millis"));
    if (millis > 0) {
      // For who wants to know that the request has come as far as this.
      Files.writeString(Path.of(System.getProperty("catalina.base"), "waiting"), "");
    }
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    HttpSession session = request.getSession(false);
    if (session != null) {
      List<String> tokens = tokens(session);
      // Changes an object inside an attribute, without setAttribute.
      synchronized (tokens) {
        tokens.add(request.getParameter("append"));
      }
    }
    show(session, response);
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    show(request.getSession(false), response);
  }

  private static void show(HttpSession session, HttpServletResponse response) throws IOException {
    response.setContentType("text/plain");
    if (session == null) {
      response.setStatus(HttpServletResponse.SC_GONE);
      response.getWriter().print(SERVER + "\n");
      return;
    }
    List<String> tokens = tokens(session);
    String all;
    synchronized (tokens) {
      all = String.join(" ", tokens);
    }
    response.getWriter().print(SERVER + "\n" + all + "\n");
  }

  @SuppressWarnings("unchecked")
  private static List<String> tokens(HttpSession session) {
    return (List<String>) session.getAttribute("tokens");
  }
}
