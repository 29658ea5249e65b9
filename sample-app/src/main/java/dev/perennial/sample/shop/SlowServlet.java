package dev.perennial.sample.shop;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * {@code /slow}: POST adds a line as {@code /cart} does, at the end of the {@code millis} asked
 * for; so there are long requests in flight, and what they do comes last.
 */
final class SlowServlet extends ShopServlet {
  private static final long serialVersionUID = 1;
  private static final int MAX_MILLIS = 60_000;

  private final transient CountDownLatch never = new CountDownLatch(1);

  SlowServlet(Answers answers) {
    super(answers);
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    CartLine line = line(request);
    long millis = number(request, "millis", 1_000);
    if (millis < 0 || millis > MAX_MILLIS) {
      throw new IllegalArgumentException(
          "millis=" + millis + " must be between 0 and " + MAX_MILLIS);
    }
    Cart cart = cart(request);
    waitFor(millis);
    long version = cart.add(line);
    answer(response, Answers.fields("version", version, "amount", line.amount()));
  }

  private void waitFor(long millis) throws IOException {
    try {
      if (never.await(millis, TimeUnit.MILLISECONDS)) {
        throw new AssertionError("nobody counts down");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("stopped while waiting");
    }
  }
}
