package dev.perennial.agent.tomcat;

import dev.perennial.agent.container.Arrival;
import dev.perennial.agent.container.Delivery;
import dev.perennial.agent.container.Exchange;
import dev.perennial.agent.container.OwnPaths;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.catalina.Session;
import org.apache.coyote.ActionCode;
import org.apache.coyote.ContinueResponseTiming;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.tomcat.util.buf.ByteChunk;
import org.apache.tomcat.util.http.MimeHeaders;
import org.jspecify.annotations.Nullable;

/** A request object of Tomcat, for as long as Tomcat uses it. */
final class TomcatExchange extends Exchange {
  /** Where Tomcat's adapter keeps its own request. */
  private static final int CATALINA_NOTE = 1;

  private static final long SOON_MILLIS = 1;

  private final Request request;
  private final Response response;
  private final ContextMap contexts;
  private final RequestPath path;
  private final Text text = new Text();
  private final SessionIdScan scan = new SessionIdScan();

  private final Object writing = new Object();
  private final Object reading;

  /** Whether the gate has let it in and has not been told of its end. */
  boolean admitted;

  /** Whether the gate has been told that the answer is about to be complete. */
  boolean finished;

  TomcatExchange(Request request, Response response, ContextMap contexts) {
    this.request = request;
    this.response = response;
    this.contexts = contexts;
    this.path = contexts.newPath();
    // By AJP a body is asked for piece by piece, on the way that the answer goes: a thread that
    // reads
    // and another that writes would mix the two up.
    reading = ConnectorChoice.kind(contexts.connector()).equals("ajp") ? writing : new Object();
  }

  org.apache.catalina.connector.@Nullable Request catalina() {
    return (org.apache.catalina.connector.Request) request.getNote(CATALINA_NOTE);
  }

  /**
   * Returns whether Tomcat has done with the request. An asynchronous one that goes on keeps its
   * context; in all other cases, also of errors, Tomcat has recycled its own request by now. One
   * that fails while asynchronous can be forgotten together with its connection: that is why the
   * adapter is also asked when Tomcat checks a request before it uses it for another connection.
   */
  boolean isOver() {
    org.apache.catalina.connector.Request catalina = catalina();
    return catalina == null || catalina.getContext() == null;
  }

  @Override
  public boolean hasFailed() {
    return response.getStatus() >= 500;
  }

  @Override
  public long sessionHash() {
    MappedContext context = context();
    return scan.hash(request, name(context), names(context));
  }

  @Override
  public long[] sessionHashes() {
    return scan.hashes();
  }

  @Override
  public List<String> sessionIds() {
    return scan.ids(request, names(context()));
  }

  @Override
  public String application() {
    return name(context());
  }

  @Override
  public boolean staysHere(OwnPaths paths, boolean namesSession) {
    MappedContext context = context();
    return contexts.isAside()
        || path.isOwn(paths, context == null ? 0 : context.pathLength(), namesSession)
        || (context != null && context.isManager());
  }

  private @Nullable MappedContext context() {
    return contexts.find(request, path, text);
  }

  private static String name(@Nullable MappedContext context) {
    return context == null ? "" : context.application();
  }

  /** What is not here (yet) may be elsewhere. */
  private static SessionNames names(@Nullable MappedContext context) {
    return context == null ? SessionNames.USUAL : context.names();
  }

  @Override
  public String service() {
    return contexts.service();
  }

  /** Asks the field: Tomcat's own way would look the session up, which counts as an access. */
  @Override
  public @Nullable String currentSessionId() {
    org.apache.catalina.connector.Request catalina = catalina();
    if (catalina == null) {
      return null;
    }
    try {
      Session session = (Session) Reflected.REQUEST_SESSION.get(catalina);
      return session == null ? null : session.getIdInternal();
    } catch (IllegalAccessException e) {
      throw Reflected.unexpected(e);
    }
  }

  private String protocol() {
    return request.protocol().isNull() ? "HTTP/1.1" : Text.string(request.protocol());
  }

  private static List<String> list(MimeHeaders source) {
    List<String> list = new ArrayList<>(2 * source.size());
    for (int i = 0; i < source.size(); i++) {
      list.add(Text.string(source.getName(i)));
      list.add(Text.string(source.getValue(i)));
    }
    return list;
  }

  @Override
  public Arrival arrival() {
    return ArrivalReader.read(
        request, contexts.connector(), service(), list(request.getMimeHeaders()), bodyLength());
  }

  @Override
  public List<String> requestTrailers() {
    return list(request.getMimeTrailerFields());
  }

  /** Called where the body is about to be read: this is when a waiting client is told to send. */
  @Override
  public InputStream body() {
    if (request.hasExpectation()) {
      request.action(ActionCode.ACK, ContinueResponseTiming.ALWAYS);
    }
    return new RequestBody(request, reading);
  }

  @Override
  public long bodyLength() {
    long length = request.getContentLengthLong();
    if (length >= 0) {
      return length;
    }
    if (request.getMimeHeaders().getValue("Transfer-Encoding") != null) {
      return -1;
    }
    if (protocol().startsWith("HTTP/1")) {
      return 0;
    }
    AtomicBoolean fullyRead = new AtomicBoolean();
    request.action(ActionCode.REQUEST_BODY_FULLY_READ, fullyRead);
    return fullyRead.get() ? 0 : -1;
  }

  @Override
  public OutputStream answer(int status, List<String> headers, long length, boolean close)
      throws IOException {
    response.setStatus(status);
    MimeHeaders target = response.getMimeHeaders();
    for (int i = 0; i < headers.size(); i += 2) {
      if (headers.get(i).equalsIgnoreCase("Content-Type")) {
        // Tomcat decides by it whether to compress. Not by response.addHeader(): that takes a
        // content type apart, and makes "charset=null" of it.
        response.setContentTypeNoCharset(headers.get(i + 1));
      } else {
        target.addValue(headers.get(i)).setString(headers.get(i + 1));
      }
    }
    if (length >= 0) {
      response.setContentLength(length);
    }
    boolean http11 = protocol().equals("HTTP/1.1");
    if (close && protocol().startsWith("HTTP/1")) {
      target.setValue("Connection").setString("close");
      if (http11 && length < 0 && mayHaveBody(status)) {
        // Tomcat would end the body with the connection, and nobody could tell it from a broken
        // one. With trailers, if only none, it sends chunks.
        response.setTrailerFields(Map::of);
      }
    }
    return new AnswerBody(response, writing);
  }

  @Override
  public OutputStream answer(
      int status, List<String> headers, long length, boolean close, Supplier<List<String>> trailers)
      throws IOException {
    AtomicBoolean supported = new AtomicBoolean();
    request.action(ActionCode.IS_TRAILER_FIELDS_SUPPORTED, supported);
    OutputStream body = answer(status, headers, length, close);
    if (supported.get()) {
      response.setTrailerFields(() -> map(trailers.get()));
    }
    return body;
  }

  private static Map<String, String> map(List<String> pairs) {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.size(); i += 2) {
      map.put(pairs.get(i), pairs.get(i + 1));
    }
    return map;
  }

  @SuppressWarnings("deprecation")
  private boolean mayHaveBody(int status) {
    return status != 204
        && status != 205
        && status != 304
        && !Text.string(request.method()).equals("HEAD");
  }

  /** As Tomcat's own form login does with the body of the request that it interrupts. */
  @Override
  public void replay(byte[] body) {
    ByteChunk chunk = new ByteChunk();
    chunk.setBytes(body, 0, body.length);
    request.action(ActionCode.REQ_SET_BODY_REPLAY, chunk);
  }

  /** Tomcat looks each second for those whose time is over. */
  @Override
  public void timeOut() {
    AtomicBoolean async = new AtomicBoolean();
    request.action(ActionCode.ASYNC_IS_ASYNC, async);
    if (async.get()) {
      request.action(ActionCode.ASYNC_SETTIMEOUT, SOON_MILLIS);
    }
  }

  @Override
  public void abort() {
    response.action(ActionCode.CLOSE_NOW, new IOException("the other server has gone midway"));
  }

  /**
   * A request begins.
   *
   * @param from where it came in, if that was elsewhere
   */
  void begin(@Nullable Delivery from) {
    delivery = from;
    sentBody = null;
  }
}
