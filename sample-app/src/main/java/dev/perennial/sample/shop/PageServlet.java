package dev.perennial.sample.shop;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** {@code /}: the shop for people; shelf, cart and past orders on one page. */
final class PageServlet extends ShopServlet {
  private static final long serialVersionUID = 1;

  private static final String STYLE =
      "body{font:16px/1.5 Georgia,serif;max-width:44rem;margin:2rem auto;padding:0 1rem;"
          + "background:#faf8f3;color:#2a2a26}h1,h2{font-weight:400}"
          + "table{width:100%;border-collapse:collapse}td{padding:.4rem;"
          + "border-bottom:1px solid #e2ddd0}td:nth-child(2){text-align:right}"
          + "form{display:inline}button{font:inherit;border:1px solid #7a8f6a;"
          + "background:#eef3e8;border-radius:4px;padding:.1rem .8rem}footer{color:#8a867a}";

  private final transient Answers answers;
  private final transient OrderBook book;

  PageServlet(Answers answers, OrderBook book) {
    super(answers);
    this.answers = answers;
    this.book = book;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (!request.getServletPath().equals("/")) {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
      return;
    }
    byte[] page = page(cart(request)).getBytes(StandardCharsets.UTF_8);
    response.setContentType("text/html;charset=UTF-8");
    response.setHeader("Cache-Control", "no-store");
    response.setContentLength(page.length);
    response.getOutputStream().write(page);
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (request.getParameter("article") != null) {
      cart(request).add(line(request));
    } else {
      cart(request).order(0, book);
    }
    response.setStatus(HttpServletResponse.SC_SEE_OTHER);
    response.setHeader("Location", "/");
  }

  private String page(Cart cart) {
    StringBuilder html = new StringBuilder("<!doctype html><html lang=en><meta charset=utf-8>");
    html.append("<meta name=viewport content='width=device-width'><title>Tea shop</title>");
    html.append("<style>").append(STYLE).append("</style><h1>Tea shop</h1><table>");
    for (Article article : Article.ALL) {
      String button =
          "<form method=post><input type=hidden name=article value="
              + article.id()
              + "><button>Add</button></form>";
      row(html, article.name(), article.price(), button);
    }
    html.append("</table><h2>Your cart</h2><table>");
    List<CartLine> lines = cart.lines();
    for (CartLine line : lines) {
      row(html, line.quantity() + " × " + Article.of(line.article()).name(), line.amount(), "");
    }
    html.append("</table>");
    html.append(lines.isEmpty() ? "<p>Empty." : "<form method=post><button>Order</button></form>");
    html.append("<h2>Your orders</h2><table>");
    cart.orders().forEach((order, total) -> row(html, order, total, ""));
    html.append("</table><footer><p>Served by ")
        .append(answers.server())
        .append("</footer></html>");
    return html.toString();
  }

  private static void row(StringBuilder html, String name, long cents, String action) {
    html.append("<tr><td>").append(name).append("<td>");
    html.append(String.format(Locale.ROOT, "%d.%02d €", cents / 100, cents % 100));
    html.append("<td>").append(action);
  }
}
