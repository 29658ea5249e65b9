package dev.perennial.agent.webapp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import javax.servlet.ServletException;
import javax.servlet.http.Cookie;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** Answers as the "do" parameter says, with whatever an answer can have. */
public final class AnswerServlet extends HttpServlet {
  /** What the application says of itself, instead of the container. */
  public static final String DATE = "Tue, 01 Jan 2030 00:00:00 GMT";

  private static final long serialVersionUID = 1L;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    switch (String.valueOf(request.getParameter("do"))) {
      case "cookies" -> cookies(response);
      case "headers" -> headers(response);
      case "trailers" -> trailers(response);
      case "language" -> {
        response.setLocale(Locale.CANADA_FRENCH);
        response.setContentType("text/html");
        response.getWriter().print("<p>é");
      }
      case "type" -> {
        response.setContentType("application/x-own; charset=utf-8; q=\"1\"");
        response.getOutputStream().print("x");
      }
      case "none" -> {
        response.setStatus(204);
        response.setContentType("text/plain");
        response.setHeader("ETag", "\"1\"");
      }
      case "unchanged" -> {
        response.setStatus(304);
        response.setContentType("text/plain");
        response.setHeader("ETag", "\"1\"");
      }
      case "reset" -> response.setStatus(205);
      case "late" -> {
        // After the answer has begun: only the end of the connection can tell of it.
        response.getWriter().print("begun");
        response.flushBuffer();
        throw new IllegalStateException("planned");
      }
      case "stream" -> stream(request, response);
      case "upgrade" -> request.upgrade(Upgraded.class);
      default -> response.sendError(400);
    }
  }

  /** Sends a line, and another one once there is a file of the given name. */
  private static void stream(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("text/event-stream");
    response.getWriter().println("first");
    response.flushBuffer();
    Path end = Path.of(request.getParameter("until"));
    while (Files.notExists(end) && !Thread.currentThread().isInterrupted()) {
      pause();
    }
    response.getWriter().println("second");
  }

  private static void pause() {
    try {
      Thread.sleep(5);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void cookies(HttpServletResponse response) throws IOException {
    Cookie cookie = new Cookie("one", "1");
    cookie.setHttpOnly(true);
    cookie.setSecure(true);
    cookie.setPath("/shop");
    cookie.setMaxAge(0);
    response.addCookie(cookie);
    response.addCookie(new Cookie("two", "2"));
    response.getWriter().print("cookies");
  }

  private static void headers(HttpServletResponse response) throws IOException {
    response.addHeader("X-Twice", "1");
    response.addHeader("X-Twice", "2");
    response.addHeader("X-Latin", "é");
    response.addHeader("X-Long", "x".repeat(5000));
    response.addHeader("Date", DATE);
    response.addHeader("Server", "own");
    response.addHeader("Vary", "X-One");
    response.setDateHeader("Expires", 0);
    response.getOutputStream().print("headers");
  }

  private static void trailers(HttpServletResponse response) throws IOException {
    response.setTrailerFields(() -> Map.of("x-sum", "42"));
    response.setHeader("Trailer", "x-sum");
    response.setContentType("text/plain");
    response.getWriter().print("with trailers");
  }
}
