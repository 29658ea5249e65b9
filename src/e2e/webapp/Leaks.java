package shop;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Leaks what has a name, or arrays that have none. */
@WebServlet("/leak")
public class Leaks extends HttpServlet {
  private static final int COUNT = 60 << 10;
  private static final int SIZE = 1000;

  private final List<Voucher> vouchers = new ArrayList<>();
  private final Cache cache = new Cache();

  private static final class Voucher {
    private final byte[] text = new byte[SIZE];
  }

  private static final class Cache {
    private final List<byte[]> kept = new ArrayList<>();
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    boolean named = "voucher".equals(request.getParameter("what"));
    for (int i = 0; i < COUNT; i++) {
      if (named) {
        vouchers.add(new Voucher());
      } else {
        cache.kept.add(new byte[SIZE]);
      }
    }
    response.getWriter().println("leaked");
  }
}
