package dev.perennial.sample.shop;

import dev.perennial.sample.fault.FaultKind;
import dev.perennial.sample.fault.Faults;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * {@code /admin/fault}: POST with {@code kind} and {@code rate} sets an aging fault, GET reads them
 * all. Only for clients on this machine.
 */
final class FaultServlet extends ShopServlet {
  private static final long serialVersionUID = 1;
  private final transient Faults faults;

  FaultServlet(Answers answers, Faults faults) {
    super(answers);
    this.faults = faults;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (local(request, response)) {
      answer(response, rates());
    }
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (local(request, response)) {
      FaultKind kind = FaultKind.of(String.valueOf(request.getParameter("kind")));
      faults.set(kind, Math.toIntExact(number(request, "rate", 0)));
      answer(response, rates());
    }
  }

  private Map<String, Object> rates() {
    Map<String, Object> rates = new LinkedHashMap<>();
    faults
        .rates()
        .forEach(
            (kind, rate) ->
                rates.put(
                    kind.name().toLowerCase(Locale.ROOT), rate + " " + kind.unit() + " a second"));
    return Answers.fields("faults", rates);
  }

  private static boolean local(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    // The remote address is a literal, so that no name is looked up.
    if (InetAddress.getByName(request.getRemoteAddr()).isLoopbackAddress()) {
      return true;
    }
    response.sendError(HttpServletResponse.SC_FORBIDDEN);
    return false;
  }
}
