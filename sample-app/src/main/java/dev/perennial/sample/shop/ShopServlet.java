package dev.perennial.sample.shop;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.Map;

/** Turns what goes wrong in an endpoint into a JSON answer with the right status. */
abstract class ShopServlet extends HttpServlet {
  private static final long serialVersionUID = 1;
  private static final String CART = "cart";

  private final transient Answers answers;

  ShopServlet(Answers answers) {
    this.answers = answers;
  }

  @Override
  protected final void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    try {
      super.service(request, response);
    } catch (IllegalArgumentException e) {
      answers.send(response, HttpServletResponse.SC_BAD_REQUEST, Map.of("error", e.getMessage()));
    } catch (IllegalStateException e) {
      answers.send(response, HttpServletResponse.SC_CONFLICT, Map.of("error", e.getMessage()));
    } catch (OrderBook.ClosedException e) {
      response.setHeader("Retry-After", "1");
      answers.send(
          response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, Map.of("error", e.getMessage()));
    }
  }

  final void answer(HttpServletResponse response, Map<String, ?> fields) throws IOException {
    answers.send(response, fields);
  }

  /** Returns the session's cart; the first request makes it. */
  static Cart cart(HttpServletRequest request) {
    HttpSession session = request.getSession();
    synchronized (session.getServletContext()) {
      if (session.getAttribute(CART) instanceof Cart cart) {
        return cart;
      }
      Cart cart = new Cart();
      session.setAttribute(CART, cart);
      return cart;
    }
  }

  /** Reads the line that a form asks for: article, quantity, write. */
  static CartLine line(HttpServletRequest request) {
    Article article = Article.of(String.valueOf(request.getParameter("article")));
    int quantity = (int) number(request, "quantity", 1);
    if (quantity < 1 || quantity > 99) {
      throw new IllegalArgumentException("quantity=" + quantity + " must be between 1 and 99");
    }
    return new CartLine(
        article.id(), quantity, quantity * article.price(), number(request, "write", 0));
  }

  static long number(HttpServletRequest request, String name, long fallback) {
    String value = request.getParameter(name);
    if (value == null || value.isEmpty()) {
      return fallback;
    }
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name + "=" + value + " must be a whole number", e);
    }
  }
}
