package dev.perennial.sample.shop;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** {@code /cart}: GET reads the session's cart, POST adds a line to it. */
final class CartServlet extends ShopServlet {
  private static final long serialVersionUID = 1;

  CartServlet(Answers answers) {
    super(answers);
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    answer(response, cart(request).view());
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    CartLine line = line(request);
    long version = cart(request).add(line);
    answer(response, Answers.fields("version", version, "amount", line.amount()));
  }
}
