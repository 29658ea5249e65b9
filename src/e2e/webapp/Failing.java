import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Answers, or with "?fails" throws; with "?fill=N" takes so many bytes of direct buffers. */
@WebServlet("/page")
public class Failing extends HttpServlet {
  private final List<ByteBuffer> taken = new ArrayList<>();

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response) {
    String fill = request.getParameter("fill");
    if (fill != null) {
      synchronized (taken) {
        taken.add(ByteBuffer.allocateDirect(Integer.parseInt(fill)));
      }
    }
    if (request.getParameter("fails") != null) {
      throw new IllegalStateException("as the test asks for");
    }
  }
}
