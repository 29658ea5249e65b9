import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Shows all that an application can find out about the environment of its process. */
@WebServlet("/look")
public class Surroundings extends HttpServlet {
  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    StringBuilder all = new StringBuilder();
    System.getenv().forEach((name, value) -> all.append("own " + name + "=" + value + "\n"));
    for (String variable : Files.readString(Path.of("/proc/self/environ")).split("\0")) {
      all.append("kernel " + variable + "\n");
    }
    Process child = new ProcessBuilder("env").start();
    String inherited =
        new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    inherited.lines().forEach(variable -> all.append("child " + variable + "\n"));
    response.setContentType("text/plain;charset=utf-8");
    response.getWriter().print(all);
  }
}
