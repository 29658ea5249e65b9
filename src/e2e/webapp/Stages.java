import dev.perennial.api.Clearable;
import dev.perennial.api.Part;
import dev.perennial.api.Perennial;
import dev.perennial.api.Registration;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Stays in a stage of a hand-over while a test wants it: where the server's folder has a file
 * {@code NAME-wait}, what is called there makes {@code NAME-reached} and waits until the first one
 * is gone. Names are {@code sessions} (a session is written), {@code parts} (a part is written) and
 * {@code clear} (a cache is emptied).
 */
@WebServlet(value = "/stages", loadOnStartup = 1)
public class Stages extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final long LOOK_MILLIS = 10;

  /** Shorter than what the agent gives to the code of applications. */
  private static final long SESSION_MILLIS = 2_000;

  private static final long PART_MILLIS = 8_000;
  private static final long CLEAR_MILLIS = 20_000;

  private final transient List<Registration> registrations = new ArrayList<>();

  /** Takes its time to be written. */
  public static class Slow implements Serializable {
    private static final long serialVersionUID = 1L;

    private void writeObject(ObjectOutputStream out) throws IOException {
      out.defaultWriteObject();
      pass("sessions", SESSION_MILLIS);
    }
  }

  @Override
  public void init() {
    registrations.add(Perennial.register(new WaitingPart()));
    registrations.add(
        Perennial.register(
            new Clearable() {
              @Override
              public String name() {
                return "stages";
              }

              @Override
              public void clear() throws IOException {
                pass("clear", CLEAR_MILLIS);
              }
            }));
  }

  private static final class WaitingPart implements Part {
    @Override
    public String name() {
      return "stages";
    }

    @Override
    public void pause(Duration limit) {}

    @Override
    public byte[] capture() throws IOException {
      pass("parts", PART_MILLIS);
      return new byte[1];
    }

    @Override
    public void resume(byte[] state) {}

    @Override
    public void resumeUnchanged() {}
  }

  @Override
  public void destroy() {
    registrations.forEach(Registration::close);
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String action = request.getParameter("do");
    HttpSession session = request.getSession(!"show".equals(action));
    switch (action) {
      case "slow" -> session.setAttribute("slow", new Slow());
      case "foreign" -> {
        session.setAttribute("kept", "kept");
        session.setAttribute("foreign", foreign());
      }
      default -> {}
    }
    response.setContentType("text/plain");
    List<String> names =
        session == null ? List.of() : Collections.list(session.getAttributeNames());
    response.getWriter().print(String.join(" ", names.stream().sorted().toList()));
  }

  /** An object of a class that is not this application's, and that not every server has. */
  private static Object foreign() {
    try {
      return Class.forName("Foreign").getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void pass(String name, long mostMillis) throws IOException {
    Path base = Path.of(System.getProperty("catalina.base"));
    Path wait = base.resolve(name + "-wait");
    long end = System.nanoTime() + mostMillis * 1_000_000;
    while (Files.exists(wait) && System.nanoTime() < end) {
      if (!Files.exists(base.resolve(name + "-reached"))) {
        Files.writeString(base.resolve(name + "-reached"), "");
      }
      try {
        Thread.sleep(LOOK_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
