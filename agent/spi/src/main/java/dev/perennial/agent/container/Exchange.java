package dev.perennial.agent.container;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A request in a container and the answer to it. An adapter makes one for each request object of
 * the container and uses it again for that object's next request: nothing is allocated for a
 * request that is simply let in. Used by one thread at a time.
 */
public abstract class Exchange {
  /** For the gate alone: where this request is counted. */
  public int ticket;

  /** For the gate alone: when it was admitted, {@code System.nanoTime()}. */
  public long admittedNanos;

  /** For the gate alone: whether it has seen this object before. */
  public boolean known;

  /** For the gate alone: odd while a request is in flight, and another number for each of them. */
  public final AtomicLong use = new AtomicLong();

  /**
   * Set by the adapter before the gate sees the request: where it came from, if no connector of
   * this server has taken it. Null for a client's request.
   */
  public @Nullable Delivery delivery;

  /**
   * For forwarder and gate alone: a small body that was read to be sent on. It is kept for another
   * server, should the first not take it, or for the application here, see {@link #replay}.
   */
  public byte @Nullable [] sentBody;

  /**
   * Returns a 64-bit hash of {@link #application} and {@link #sessionIds} (order included), 0 if
   * there is no id. Allocates nothing.
   */
  public abstract long sessionHash();

  /**
   * Returns a {@link SessionHash} of each id, as {@link #sessionHash} has found them last. Any
   * thread may ask; while a new request begins the answer is of no use.
   */
  public abstract long[] sessionHashes();

  /**
   * Returns the distinct session ids that the request names to the application that it is for, in
   * cookies or in its path, in the order in which the container tries them: the first with which
   * that application has a valid session counts, and the last one if there is none.
   */
  public abstract List<String> sessionIds();

  /**
   * Returns the name of the application that the request is for, whichever version of it: the same
   * on every server. Empty if it is not known.
   */
  public String application() {
    return "";
  }

  /**
   * Returns whether the request is for this very server: no other one may answer it, and nothing
   * holds it. Allocates nothing.
   *
   * @param paths that such requests have
   * @param namesSession whether this request names a session
   */
  public boolean staysHere(OwnPaths paths, boolean namesSession) {
    return false;
  }

  /**
   * Returns the name of the container's service that the request came in by, where a container has
   * several: the same on every server. Empty for the first one.
   */
  public String service() {
    return "";
  }

  /**
   * Returns the id of the session that the request has by now (created or renamed, say), or null.
   * Any thread may ask; while a new request begins the answer is of no use.
   */
  public abstract @Nullable String currentSessionId();

  /**
   * Returns the request's body; "100 Continue" is sent when it is first read, where the client
   * waits for that.
   */
  public abstract InputStream body();

  /**
   * Gives the application a body that was read from {@link #body} before, all of it; at most once,
   * and before the application sees the request.
   */
  public abstract void replay(byte[] body);

  /** Returns the length of the request's body in bytes, -1 for chunked, 0 for none. */
  public abstract long bodyLength();

  /** Returns the request as it came, for another server to serve. */
  public Arrival arrival() {
    throw new UnsupportedOperationException("this container does not tell");
  }

  /** Returns the trailers behind the body, names and values alternating; empty before its end. */
  public List<String> requestTrailers() {
    return List.of();
  }

  /**
   * Starts the answer.
   *
   * @param headers names and values alternating, without hop-by-hop headers
   * @param length of the body in bytes, -1 if not known
   * @param close whether to end the client's connection after the answer
   */
  public abstract OutputStream answer(int status, List<String> headers, long length, boolean close)
      throws IOException;

  /**
   * Starts an answer that has trailers behind its body.
   *
   * @param trailers names and values alternating; asked when the stream is closed
   */
  public OutputStream answer(
      int status, List<String> headers, long length, boolean close, Supplier<List<String>> trailers)
      throws IOException {
    return answer(status, headers, length, close);
  }

  /**
   * Has an asynchronous request time out within a second or two, as its container does it: the
   * application is told, and may say a last word. Does nothing to another request, or where the
   * container cannot. Any thread may call it.
   */
  public void timeOut() {}

  /**
   * Returns whether the request has failed by the server's fault: with a status of 500 or more, as
   * also an exception has that reaches the container. To be asked when it is over.
   */
  public boolean hasFailed() {
    return false;
  }

  /** Ends the client's connection at once: the answer cannot be completed. */
  public abstract void abort();
}
