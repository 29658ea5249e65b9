import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;

/** Takes and gives much, and keeps none of it: byte i is i mod 251. */
@WebServlet("/bulk")
public class Bulk extends HttpServlet {
  private static final int PERIOD = 251;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    long bytes = Long.parseLong(request.getParameter("bytes"));
    response.setContentLengthLong(bytes);
    byte[] block = new byte[PERIOD * 256];
    for (int i = 0; i < block.length; i++) {
      block[i] = (byte) (i % PERIOD);
    }
    for (long sent = 0; sent < bytes; sent += block.length) {
      response.getOutputStream().write(block, 0, (int) Math.min(block.length, bytes - sent));
    }
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    byte[] block = new byte[1 << 16];
    long count = 0;
    InputStream in = request.getInputStream();
    for (int read = in.read(block); read >= 0; read = in.read(block)) {
      for (int i = 0; i < read; i++) {
        if (block[i] != (byte) ((count + i) % PERIOD)) {
          response.sendError(400, "byte " + (count + i));
          return;
        }
      }
      count += read;
    }
    response.getWriter().print(count);
  }
}
