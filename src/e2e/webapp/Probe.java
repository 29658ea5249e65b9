import jakarta.servlet.annotation.WebListener;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Shows what becomes of a session: its attributes, and how often the application was told of its
 * end.
 */
@WebServlet("/probe")
public class Probe extends HttpServlet {
  /** An item, of a class that only this application knows. */
  public static class Item implements Serializable {
    private static final long serialVersionUID = 1L;
    String name;

    Item(String name) {
      this.name = name;
    }
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("text/plain");
    String action = request.getParameter("do");
    HttpSession session = request.getSession("open".equals(action));
    if (session == null) {
      response.getWriter().println("no session");
      return;
    }
    switch (action == null ? "" : action) {
      case "open" -> {
        session.setMaxInactiveInterval(1234);
        List<Item> items = new ArrayList<>();
        session.setAttribute("items", items);
        session.setAttribute("same", items);
        session.setAttribute("socket", new Object());
      }
      // Changes an object inside an attribute, without setAttribute.
      case "add" -> items(session).add(new Item(request.getParameter("name")));
      case "fill" ->
          session.setAttribute(
              "filling", new byte[Integer.parseInt(request.getParameter("bytes"))]);
      case "rename" -> request.changeSessionId();
      case "end" -> {
        session.invalidate();
        response.getWriter().println("ended");
        return;
      }
      case "slow" -> {
        note("slow.txt", session.getId());
        try {
          Thread.sleep(Long.parseLong(request.getParameter("millis")));
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
        items(session).add(new Item(request.getParameter("name")));
      }
      default -> {}
    }
    StringBuilder names = new StringBuilder();
    items(session).forEach(i -> names.append(i.name).append(' '));
    response
        .getWriter()
        .println(
            "id="
                + session.getId()
                + " created="
                + session.getCreationTime()
                + " timeout="
                + session.getMaxInactiveInterval()
                + " new="
                + session.isNew()
                + " same="
                + (session.getAttribute("same") == session.getAttribute("items"))
                + " items=["
                + names.toString().trim()
                + "]");
  }

  /** Writes to a file of this server, which outlives its process. */
  private static void note(String file, String line) {
    try {
      Files.writeString(
          Path.of(System.getProperty("catalina.base"), file),
          line + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @SuppressWarnings("unchecked")
  private static List<Item> items(HttpSession session) {
    return (List<Item>) session.getAttribute("items");
  }

  /** Notes the id of each session that ends. */
  @WebListener
  public static class Listener implements HttpSessionListener {
    @Override
    public void sessionDestroyed(HttpSessionEvent event) {
      note("destroyed.txt", event.getSession().getId());
    }
  }
}
