package dev.perennial.agent.tomcat;

import dev.perennial.agent.container.Arrival;
import dev.perennial.agent.container.Delivery;
import dev.perennial.agent.log.Suppressed;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Iterator;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.apache.coyote.AbstractProcessor;
import org.apache.coyote.AbstractProtocol;
import org.apache.coyote.ActionCode;
import org.apache.coyote.Adapter;
import org.apache.coyote.Constants;
import org.apache.coyote.ContinueResponseTiming;
import org.apache.coyote.ErrorState;
import org.apache.coyote.RequestGroupInfo;
import org.apache.coyote.UpgradeToken;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.apache.tomcat.util.ExceptionUtils;
import org.apache.tomcat.util.buf.ByteChunk;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.DispatchType;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * Has a connector's adapter serve a request without that connector's socket, with all that the
 * connector is set to. What happens to a request (it begins, can be read from, has timed out ...)
 * is worked off in order, by one thread of the pool at a time. Serves one request after another.
 */
final class DeliveredProcessor extends AbstractProcessor {
  private static final Log LOG = LogFactory.getLog(DeliveredProcessor.class);

  private final AbstractProtocol<?> protocol;
  private final Executor threads;
  private final DeliveredRequest fill = new DeliveredRequest();
  private final DeliveredBody body = new DeliveredBody(request);
  private final DeliveredAnswer answer = new DeliveredAnswer(response);
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
    super(adapter);
    this.protocol = protocol;
    this.threads = threads;
    events =
        new RequestEvents(
            threads,
            this::isOver,
            () -> {
              if (reusable) {
                free.accept(this);
              }
            });
    request.setInputBuffer(body);
    response.setOutputBuffer(answer);
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
    events.post(SocketEvent.OPEN_READ);
  }

  private Delivery delivery() {
    Delivery delivery = body.delivery();
    if (delivery == null) {
      throw new IllegalStateException("no request");
    }
    return delivery;
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

  @Override
  protected void prepareResponse() throws IOException {
    response.setCommitted(true);
    if (getErrorState().isIoAllowed()) {
      answer.head();
    }
  }

  @Override
  protected void finishResponse() throws IOException {
    if (getErrorState().isIoAllowed()) {
      answer.finish();
    }
  }

  @Override
  protected void ack(ContinueResponseTiming timing) {
    if (request.hasExpectation() && !response.isCommitted() && isTime(timing)) {
      delivery().wantBody();
    }
  }

  private boolean isTime(ContinueResponseTiming timing) {
    return timing == ContinueResponseTiming.ALWAYS
        || !(protocol instanceof AbstractHttp11Protocol<?> http)
        || timing == http.getContinueResponseTimingInternal();
  }

  /** A server that relays sends no answer before the answer. */
  @Override
  protected void earlyHints() {}

  @Override
  protected void flush() throws IOException {
    answer.flush();
  }

  @Override
  protected int available(boolean read) {
    return body.available();
  }

  @Override
  protected void setRequestBody(ByteChunk saved) {
    body.replay(saved);
  }

  @Override
  protected void setSwallowResponse() {
    answer.swallow();
  }

  /** The first server does away with what the application has not read. */
  @Override
  protected void disableSwallowRequest() {}

  @Override
  protected boolean getPopulateRequestAttributesFromSocket() {
    return false;
  }

  @Override
  protected void populateRequestAttributeRemoteHost() {
    if (request.remoteHost().isNull()) {
      String address = Text.string(request.remoteAddr());
      request.remoteHost().setString(DeliveredActions.hostName(address));
    }
  }

  @Override
  protected void populateSslRequestAttributes() {
    super.populateSslRequestAttributes();
    if (!(protocol instanceof AbstractHttp11Protocol)) {
      // A proxy's connection is not Tomcat's to manage.
      request.getAttributes().remove(TlsAttributes.MANAGER);
    }
  }

  @Override
  protected void execute(Runnable task) {
    threads.execute(task);
  }

  @Override
  protected void processSocketEvent(SocketEvent event, boolean dispatch) {
    events.post(event);
  }

  @Override
  protected void executeDispatches() {
    Iterator<DispatchType> dispatches = getIteratorAndClearDispatches();
    while (dispatches != null && dispatches.hasNext()) {
      events.post(dispatches.next().getSocketStatus());
    }
  }

  @Override
  protected boolean isRequestBodyFullyRead() {
    return body.isFinished();
  }

  @Override
  protected void registerReadInterest() {
    delivery().whenReadable(events.posting(SocketEvent.OPEN_READ));
  }

  @Override
  protected boolean isReadyForWrite() {
    boolean ready = answer.isReady();
    if (!ready) {
      delivery().whenWritable(events.posting(SocketEvent.OPEN_WRITE));
    }
    return ready;
  }

  @Override
  protected boolean flushBufferedWrite() throws IOException {
    boolean waits = answer.sendWaiting();
    if (waits) {
      delivery().whenWritable(events.posting(SocketEvent.OPEN_WRITE));
    }
    return waits;
  }

  @Override
  protected boolean isTrailerFieldsReady() {
    return body.areTrailersKnown();
  }

  @Override
  protected boolean isTrailerFieldsSupported() {
    return protocol instanceof AbstractHttp11Protocol
        && !request.protocol().equals("HTTP/1.0")
        && answer.mayHaveTrailers();
  }

  /** There is no connection to be upgraded: when the head is due, the answer says so. */
  @Override
  protected void doHttpUpgrade(UpgradeToken token) {}

  @Override
  public void pause() {}

  @Override
  protected Log getLog() {
    return LOG;
  }
}
