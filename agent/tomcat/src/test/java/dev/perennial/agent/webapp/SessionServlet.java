package dev.perennial.agent.webapp;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.function.Consumer;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.servlet.http.HttpSession;

/** Does with the session what the "do" parameter says. */
public final class SessionServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    String action = String.valueOf(request.getParameter("do"));
    switch (action) {
      case "make" -> make(request);
      case "spoil" -> {
        request.getSession().setAttribute("plain", new Object());
        request.getSession().setAttribute("deep", new Holder());
      }
      case "activate" -> request.getSession().setAttribute("broken", new Unwelcome());
      case "odd" -> request.getSession().setAttribute("odd", new Odd(request.getParameter("how")));
      case "chain" ->
          request
              .getSession()
              .setAttribute("chain", Link.chain(Integer.parseInt(request.getParameter("length"))));
      case "save" -> savings(request.getSession()).items.add(request.getParameter("item"));
      case "keep" -> keep(request.getSession());
      case "grumble" ->
          request
              .getSession()
              .setAttribute("grumbling", new Grumbling(request.getParameter("what")));
      case "mend" -> request.getSession().removeAttribute("broken");
      case "add" -> cart(request.getSession()).items.add(request.getParameter("item"));
      case "rename" -> request.changeSessionId();
      case "end" -> request.getSession().invalidate();
      case "login" -> request.login("alice", "secret");
      default -> {
        // Only shown.
      }
    }
    show(request, response.getWriter());
  }

  private static void make(HttpServletRequest request) {
    HttpSession session = request.getSession();
    Cart cart = new Cart();
    cart.items.add("first");
    session.setAttribute("a", cart);
    session.setAttribute("b", cart);
    session.setAttribute("number", 42);
    session.setMaxInactiveInterval(1234);
  }

  /** Lets whoever knows the session's id change it without a request. */
  private static void keep(HttpSession session) {
    Consumer<String> change =
        item -> {
          cart(session).items.add(item);
          if (!item.startsWith("silent")) {
            session.setAttribute("number", cart(session).items.size());
          }
        };
    System.getProperties().put("test.changing." + session.getId(), change);
  }

  private static Cart cart(HttpSession session) {
    return (Cart) session.getAttribute("a");
  }

  private static Savings savings(HttpSession session) {
    if (session.getAttribute("savings") == null) {
      session.setAttribute("savings", new Savings());
    }
    return (Savings) session.getAttribute("savings");
  }

  private static void show(HttpServletRequest request, PrintWriter out) {
    HttpSession session = request.getSession(false);
    out.println("principal=" + request.getUserPrincipal());
    out.println("user=" + request.getRemoteUser());
    out.println("destroyed=" + EndListener.DESTROYED);
    out.println("created=" + EndListener.CREATED);
    out.println("application=" + request.getServletContext().getInitParameter("application"));
    out.println("version=" + request.getServletContext().getInitParameter("version"));
    if (session == null) {
      out.println("none");
      return;
    }
    out.println("id=" + session.getId());
    out.println("new=" + session.isNew());
    out.println("creation=" + session.getCreationTime());
    out.println("lastAccess=" + session.getLastAccessedTime());
    out.println("max=" + session.getMaxInactiveInterval());
    out.println("number=" + session.getAttribute("number"));
    out.println("shared=" + (session.getAttribute("a") == session.getAttribute("b")));
    out.println("items=" + (cart(session) == null ? null : cart(session).items));
    out.println("odd=" + session.getAttribute("odd"));
    out.println("chain=" + Link.length(session.getAttribute("chain")));
    if (session.getAttribute("savings") instanceof Savings savings) {
      out.println("savings=" + savings.items);
      out.println("passivated=" + savings.passivated);
      out.println("activated=" + savings.activated);
    }
    out.println("bound=" + Savings.BOUND + " unbound=" + Savings.UNBOUND);
    out.println("plain=" + (session.getAttribute("plain") != null));
  }
}
