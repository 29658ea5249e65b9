package dev.perennial.agent.tomcat;

import dev.perennial.agent.container.Delivery;
import java.io.IOException;
import java.util.Iterator;
import java.util.concurrent.Executor;
import org.apache.coyote.AbstractProcessor;
import org.apache.coyote.AbstractProtocol;
import org.apache.coyote.Adapter;
import org.apache.coyote.ContinueResponseTiming;
import org.apache.coyote.UpgradeToken;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.apache.tomcat.util.buf.ByteChunk;
import org.apache.tomcat.util.net.DispatchType;
import org.apache.tomcat.util.net.SocketEvent;

/**
 * Answers what Tomcat asks the processor of a connection, for a request that has none here. The
 * request itself is worked off by {@link DeliveredProcessor}.
 */
abstract class SocketlessProcessor extends AbstractProcessor {
  static final Log LOG = LogFactory.getLog(DeliveredProcessor.class);

  final AbstractProtocol<?> protocol;
  final DeliveredBody body = new DeliveredBody(request);
  final DeliveredAnswer answer = new DeliveredAnswer(response);

  private final Executor threads;

  SocketlessProcessor(AbstractProtocol<?> protocol, Adapter adapter, Executor threads) {
    super(adapter);
    this.protocol = protocol;
    this.threads = threads;
    request.setInputBuffer(body);
    response.setOutputBuffer(answer);
  }

  /** What happens to the present request. */
  abstract RequestEvents events();

  private Delivery delivery() {
    Delivery delivery = body.delivery();
    if (delivery == null) {
      throw new IllegalStateException("no request");
    }
    return delivery;
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
    events().post(event);
  }

  @Override
  protected void executeDispatches() {
    Iterator<DispatchType> dispatches = getIteratorAndClearDispatches();
    while (dispatches != null && dispatches.hasNext()) {
      events().post(dispatches.next().getSocketStatus());
    }
  }

  @Override
  protected boolean isRequestBodyFullyRead() {
    return body.isFinished();
  }

  @Override
  protected void registerReadInterest() {
    delivery().whenReadable(events().posting(SocketEvent.OPEN_READ));
  }

  @Override
  protected boolean isReadyForWrite() {
    boolean ready = answer.isReady();
    if (!ready) {
      delivery().whenWritable(events().posting(SocketEvent.OPEN_WRITE));
    }
    return ready;
  }

  @Override
  protected boolean flushBufferedWrite() throws IOException {
    boolean waits = answer.sendWaiting();
    if (waits) {
      delivery().whenWritable(events().posting(SocketEvent.OPEN_WRITE));
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
