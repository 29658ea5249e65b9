package dev.perennial.agent.webapp;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.zip.CRC32;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** Shows what it got, or answers as the "do" parameter says. */
public final class EchoServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String action = String.valueOf(request.getParameter("do"));
    switch (action) {
      case "redirect" -> response.sendRedirect("elsewhere?x=1");
      case "error" -> response.sendError(500, "planned");
      case "throw" -> throw new IllegalStateException("planned");
      case "status" -> response.setStatus(Integer.parseInt(request.getParameter("code")));
      case "download" -> download(request, response);
      case "ticks" -> ticks(response);
      case "slow" -> slow(request, response);
      case "held" -> held(request, response);
      case "back" -> request.getInputStream().transferTo(response.getOutputStream());
      case "early" -> {
        response.setStatus(413);
        response.getWriter().println("too much");
        response.flushBuffer();
      }
      default -> echo(request, response);
    }
  }

  private static void echo(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("text/plain;charset=UTF-8");
    response.addHeader("X-Twice", "1");
    response.addHeader("X-Twice", "2");
    CRC32 sum = new CRC32();
    long length = 0;
    InputStream in = request.getInputStream();
    byte[] bytes = new byte[8192];
    for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
      sum.update(bytes, 0, count);
      length += count;
    }
    PrintWriter out = response.getWriter();
    out.println(request.getMethod() + " " + request.getRequestURI() + " " + request.getProtocol());
    out.println("query=" + request.getQueryString());
    out.println("announced=" + request.getContentLengthLong());
    out.println("body=" + length + " " + sum.getValue());
    out.println("client=" + request.getRemoteAddr() + " " + request.getScheme());
    out.println("secure=" + request.isSecure() + " port=" + request.getServerPort());
    for (String name : Collections.list(request.getHeaderNames())) {
      if (!name.toLowerCase(java.util.Locale.ROOT).startsWith("x-forwarded")) {
        out.println(name + "=" + Collections.list(request.getHeaders(name)));
      }
    }
  }

  private static void download(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    int length = Integer.parseInt(request.getParameter("length"));
    if (request.getParameter("announce") != null) {
      response.setContentLength(length);
    }
    byte[] bytes = new byte[8192];
    for (int sent = 0; sent < length; sent += bytes.length) {
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) (((sent + i) * 31) >> 3);
      }
      response.getOutputStream().write(bytes, 0, Math.min(bytes.length, length - sent));
    }
  }

  private static void ticks(HttpServletResponse response) throws IOException {
    for (int i = 0; i < 4; i++) {
      response.getWriter().println("tick " + i);
      response.flushBuffer();
      pause(150);
    }
  }

  private static void slow(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    pause(Integer.parseInt(request.getParameter("millis")));
    response.getWriter().println("done");
  }

  /** Ends as soon as there is a file of that name; makes one, if it is to, to say that it began. */
  private static void held(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Path end = Path.of(request.getParameter("until"));
    if (request.getParameter("begun") != null) {
      Files.createFile(Path.of(request.getParameter("begun")));
    }
    while (Files.notExists(end) && !Thread.currentThread().isInterrupted()) {
      pause(5);
    }
    response.getWriter().println("done");
  }

  private static void pause(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
