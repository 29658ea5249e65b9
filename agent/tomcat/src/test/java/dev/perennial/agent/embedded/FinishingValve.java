package dev.perennial.agent.embedded;

import dev.perennial.agent.container.ContainerHooks;
import java.io.IOException;
import javax.servlet.ServletException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/** The last to see an answer before it is finished. */
final class FinishingValve extends ValveBase {
  private final ContainerHooks hooks;

  FinishingValve(ContainerHooks hooks) {
    super(true);
    this.hooks = hooks;
  }

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    getNext().invoke(request, response);
    hooks.event(PerennialBridge.RESPONSE_FINISHING, request, response);
  }
}
