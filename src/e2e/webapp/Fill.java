import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Fills the heap for good, with threads that nothing stops; with "when", once that file exists. */
@WebServlet("/begin")
public class Fill extends HttpServlet {
  private static final int THREADS = 4;
  private static final int BLOCK = 8 << 10;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response) {
    String when = request.getParameter("when");
    for (int i = 0; i < THREADS; i++) {
      Thread thread = new Thread(() -> fill(when));
      thread.setDaemon(true);
      thread.start();
    }
  }

  private static void fill(String when) {
    while (when != null && !Files.exists(Path.of(when))) {
      LockSupport.parkNanos(10_000_000);
    }
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
