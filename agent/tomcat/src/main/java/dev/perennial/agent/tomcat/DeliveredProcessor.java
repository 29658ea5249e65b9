package dev.perennial.agent.tomcat;

import dev.perennial.agent.container.Arrival;
import dev.perennial.agent.container.Delivery;
import dev.perennial.agent.log.Suppressed;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.apache.coyote.AbstractProtocol;
import org.apache.coyote.ActionCode;
import org.apache.coyote.Adapter;
import org.apache.coyote.Constants;
import org.apache.coyote.ErrorState;
import org.apache.coyote.RequestGroupInfo;
import org.apache.tomcat.util.ExceptionUtils;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * Has a connector's adapter serve a request without that connector's socket, with all that the
 * connector is set to. What happens to a request (it begins, can be read from, has timed out ...)
 * is worked off in order, by one thread of the pool at a time. Serves one request after another.
 */
final class DeliveredProcessor extends SocketlessProcessor {
  private final DeliveredRequest fill = new DeliveredRequest();
  private final DeliveredActions actions = new DeliveredActions(this, request);

  private final RequestEvents events;
  private boolean wasAsync;
  private boolean reusable;

  /**
   * @param free takes it back when it can be used again
   */
  DeliveredProcessor(
      AbstractProtocol<?> protocol,
      Adapter adapter,
      Executor threads,
      Consumer<DeliveredProcessor> free) {
    super(protocol, adapter, threads);
    events =
        new RequestEvents(
            threads,
            this::isOver,
            () -> {
              if (reusable) {
                free.accept(this);
              }
            });
    try {
      Reflected.REQUEST_HOOK.set(request, actions);
      Reflected.RESPONSE_HOOK.set(response, actions);
    } catch (IllegalAccessException e) {
      throw Reflected.unexpected(e);
    }
  }

  /** Begins with another request; returns at once. */
  void begin(Delivery delivery) {
    Arrival arrival = delivery.arrival();
    fill.fill(request, arrival);
    setSslSupport(arrival.tls() == null ? null : new DeliveredTls(arrival.tls()));
    actions.begin(arrival);
    body.begin(delivery, arrival);
    answer.begin(delivery, arrival);
    wasAsync = false;
    events.begin(delivery);
  }

  @Override
  RequestEvents events() {
    return events;
  }

  /** Works an event off; returns whether the request is over. */
  private boolean isOver(SocketEvent event) {
    if (event == SocketEvent.TIMEOUT && (!isAsync() || !checkAsyncTimeoutGeneration())) {
      // It was completed between the clock and us.
      return false;
    }
    protocol.removeWaitingProcessor(this);
    if (event == SocketEvent.ERROR && request.getAttribute(Reflected.ERROR_EXCEPTION) == null) {
      // Tomcat would ask the socket.
      request.setAttribute(Reflected.ERROR_EXCEPTION, new IOException("the client has gone"));
    }
    SocketState state = SocketState.CLOSED;
    try {
      state = process(null, event);
    } catch (IOException e) {
      LOG.debug("a client has gone", e);
    } catch (RuntimeException | Error e) {
      Suppressed.count(e, "request of another server");
      LOG.error("Error processing a request that another server has taken", e);
    }
    if (state == SocketState.LONG) {
      wasAsync = true;
      if (isAsync()) {
        protocol.addWaitingProcessor(this);
      }
      return false;
    }
    end();
    return true;
  }

  private void end() {
    answer.abortUnlessOver();
    reusable = !getErrorState().isError() && !wasAsync;
    try {
      recycle();
    } catch (RuntimeException | Error e) {
      Suppressed.count(e, "end of another server's request");
      reusable = false;
    }
  }

  @Override
  public void recycle() {
    getAdapter().checkRecycled(request, response);
    super.recycle();
    RequestGroupInfo total = Reflected.requestTotals(protocol);
    if (total != null) {
      // It was never one of the group; this adds its numbers to those of all.
      total.removeRequestProcessor(request.getRequestProcessor());
    }
    request.getRequestProcessor().recycleStatistcs();
    clearDispatches();
    setSslSupport(null);
    actions.end();
    body.end();
    answer.end();
    request.recycle();
    response.recycle();
    setAsyncTimeout(-1);
  }

  @Override
  protected SocketState service(@Nullable SocketWrapperBase<?> none) {
    request.getRequestProcessor().setStage(Constants.STAGE_SERVICE);
    try {
      getAdapter().service(request, response);
    } catch (InterruptedIOException e) {
      setErrorState(ErrorState.CLOSE_CONNECTION_NOW, e);
    } catch (Throwable e) {
      ExceptionUtils.handleThrowable(e);
      LOG.error("Error processing a request that another server has taken", e);
      response.setStatus(500);
      setErrorState(ErrorState.CLOSE_CLEAN, e);
      getAdapter().log(request, response, 0);
    }
    if (isAsync() && !getErrorState().isError()) {
      return SocketState.LONG;
    }
    request.getRequestProcessor().setStage(Constants.STAGE_ENDED);
    if (body.isGateAnswered() && !response.isCommitted() && !getErrorState().isError()) {
      answer.leave();
    } else {
      action(ActionCode.CLOSE, null);
    }
    request.updateCounters();
    return SocketState.CLOSED;
  }

  @Override
  protected SocketState dispatchEndRequest() {
    action(ActionCode.CLOSE, null);
    return SocketState.CLOSED;
  }
}
