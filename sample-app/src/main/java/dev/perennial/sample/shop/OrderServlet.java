package dev.perennial.sample.shop;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;

/**
 * {@code /orders}: POST orders what is in the session's cart; GET reads number and sum of all
 * orders, with {@code order=NUMBER} that order's total too, with {@code all=true} every order.
 */
final class OrderServlet extends ShopServlet {
  private static final long serialVersionUID = 1;
  private final transient OrderBook book;

  OrderServlet(Answers answers, OrderBook book) {
    super(answers);
    this.book = book;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String order = request.getParameter("order");
    Map<String, Object> fields = book.summary();
    if (order != null) {
      // A look at the session, so that the answer comes from the server that owns it.
      cart(request);
      fields.put("order", order);
      fields.put("total", book.total(order));
    }
    if (Boolean.parseBoolean(request.getParameter("all"))) {
      fields.put("orders", book.all());
    }
    answer(response, fields);
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    answer(response, cart(request).order(number(request, "write", 0), book));
  }
}
