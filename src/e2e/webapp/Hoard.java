import dev.perennial.api.Clearable;
import dev.perennial.api.Perennial;
import dev.perennial.api.Registration;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Takes up memory: a cache that can be emptied, and leaks that only a restart ends. */
@WebServlet(value = "/hoard", loadOnStartup = 1)
public class Hoard extends HttpServlet {
  private static final int MEBIBYTE = 1 << 20;

  private final List<ByteBuffer> cache = new ArrayList<>();
  private final List<Object> leaked = new ArrayList<>();
  private Registration registration;

  @Override
  public void init() {
    registration =
        Perennial.register(
            new Clearable() {
              @Override
              public String name() {
                return "images";
              }

              @Override
              public void clear() {
                cache.clear();
              }
            });
  }

  @Override
  public void destroy() {
    registration.close();
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    for (int i = 0; i < 24; i++) {
      cache.add(ByteBuffer.allocateDirect(MEBIBYTE));
    }
    for (int i = 0; i < 8; i++) {
      leaked.add(ByteBuffer.allocateDirect(MEBIBYTE));
    }
    for (int i = 0; i < 80; i++) {
      leaked.add(new byte[MEBIBYTE / 2]);
      byte[] garbage = new byte[MEBIBYTE / 2];
      garbage[i] = 1;
    }
    InputStream held = Files.newInputStream(Path.of(request.getParameter("open")));
    leaked.add(held);
    response.getWriter().println("hoarded");
  }
}
