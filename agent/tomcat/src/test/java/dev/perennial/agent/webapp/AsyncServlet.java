package dev.perennial.agent.webapp;

import java.io.IOException;
import javax.servlet.AsyncContext;
import javax.servlet.AsyncEvent;
import javax.servlet.AsyncListener;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** Goes asynchronous, and ends as the "do" parameter says. */
public final class AsyncServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (request.getAttribute("dispatched") != null) {
      response.getWriter().println("dispatched");
      return;
    }
    AsyncContext async = request.startAsync();
    async.setTimeout(700);
    String action = String.valueOf(request.getParameter("do"));
    switch (action) {
      case "complete" -> later(async, () -> finish(async));
      case "dispatch" -> {
        request.setAttribute("dispatched", true);
        later(async, async::dispatch);
      }
      case "now" -> finish(async);
      case "throw" -> throw new IllegalStateException("planned");
      case "stream" -> later(async, () -> stream(async));
      case "poll" -> poll(async);
      default -> {
        // Left to the timeout.
      }
    }
  }

  /** Says that it has begun, and waits for what never happens. */
  private static void poll(AsyncContext async) throws IOException {
    async.setTimeout(0);
    async.addListener(new LastWord());
    async.getResponse().getWriter().println("begun");
    async.getResponse().flushBuffer();
  }

  private static final class LastWord implements AsyncListener {
    @Override
    public void onTimeout(AsyncEvent event) throws IOException {
      event.getAsyncContext().getResponse().getWriter().println("the time is over");
      event.getAsyncContext().complete();
    }

    @Override
    public void onComplete(AsyncEvent event) {}

    @Override
    public void onError(AsyncEvent event) {}

    @Override
    public void onStartAsync(AsyncEvent event) {}
  }

  private static void later(AsyncContext async, Runnable task) {
    async.start(
        () -> {
          pause(300);
          task.run();
        });
  }

  private static void finish(AsyncContext async) {
    try {
      async.getResponse().getWriter().println("completed");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    async.complete();
  }

  /** Until the client is gone; then it forgets to complete. */
  private static void stream(AsyncContext async) {
    try {
      for (int i = 0; i < 200; i++) {
        async.getResponse().getOutputStream().write(new byte[8192]);
        async.getResponse().getOutputStream().flush();
        pause(5);
      }
    } catch (IOException | IllegalStateException e) {
      return;
    }
  }

  private static void pause(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
