package dev.perennial.sample.shop;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;

/** {@code /health}: 200 while the shop is open, with process id, start time and heap. */
final class HealthServlet extends ShopServlet {
  private static final long serialVersionUID = 1;

  HealthServlet(Answers answers) {
    super(answers);
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    answer(
        response,
        Answers.fields(
            "status", "open",
            "pid", ProcessHandle.current().pid(),
            "startMillis", ManagementFactory.getRuntimeMXBean().getStartTime(),
            "heapUsedBytes", heap.getUsed(),
            "heapMaxBytes", heap.getMax()));
  }
}
