import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;

/** Fills the heap for good, with threads that nothing stops. */
@WebServlet("/begin")
public class Fill extends HttpServlet {
  private static final int THREADS = 4;
  private static final int BLOCK = 8 << 10;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response) {
    for (int i = 0; i < THREADS; i++) {
      Thread thread = new Thread(Fill::fill);
      thread.setDaemon(true);
      thread.start();
    }
  }

  private static void fill() {
    List<byte[]> hoard = new ArrayList<>();
    while (true) {
      try {
        hoard.add(new byte[BLOCK]);
      } catch (OutOfMemoryError e) {
        // Goes on.
      }
    }
  }
}
