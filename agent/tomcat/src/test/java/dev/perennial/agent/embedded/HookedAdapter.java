package dev.perennial.agent.embedded;

import com.sun.management.ThreadMXBean;
import dev.perennial.agent.container.ContainerHooks;
import java.lang.management.ManagementFactory;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.connector.CoyoteAdapter;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.tomcat.util.net.SocketEvent;

/** Calls the hooks where the woven adapter does. */
final class HookedAdapter extends CoyoteAdapter {
  private final ContainerHooks hooks;

  HookedAdapter(Connector connector, ContainerHooks hooks) {
    super(connector);
    this.hooks = hooks;
  }

  @Override
  public void service(Request request, Response response) throws Exception {
    if (request.getMimeHeaders().getValue("X-Measure") != null) {
      // The compiler's own doings fall into some rounds; a byte a request would be in all.
      long least = Long.MAX_VALUE;
      for (int round = 0; round < 10; round++) {
        least = Math.min(least, measure(request, response));
      }
      System.setProperty("test.allocated", Long.toString(least));
    }
    if (hooks.enter(this, request, response)) {
      return;
    }
    try {
      super.service(request, response);
    } finally {
      hooks.exit(this, request, response);
    }
  }

  /** Returns the bytes that 10,000 requests allocate in the hooks. */
  private long measure(Request request, Response response) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    long before = threads.getThreadAllocatedBytes(thread);
    for (int i = 0; i < 10_000; i++) {
      if (!hooks.enter(this, request, response)) {
        hooks.event(PerennialBridge.RESPONSE_FINISHING, request, response);
        hooks.exit(this, request, response);
      }
    }
    return threads.getThreadAllocatedBytes(thread) - before;
  }

  @Override
  public boolean asyncDispatch(Request request, Response response, SocketEvent status)
      throws Exception {
    try {
      return super.asyncDispatch(request, response, status);
    } finally {
      hooks.event(PerennialBridge.ASYNC_DISPATCHED, request, response);
    }
  }

  @Override
  public void checkRecycled(Request request, Response response) {
    super.checkRecycled(request, response);
    hooks.event(PerennialBridge.ASYNC_DISPATCHED, request, response);
  }
}
