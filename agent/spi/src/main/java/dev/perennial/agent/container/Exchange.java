package dev.perennial.agent.container;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
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

  /** For the gate alone: what else it needs to know of the request while it lasts. */
  public @Nullable Object note;

  /**
   * Set by the adapter before the gate sees the request: another server's gate has sent it here, so
   * it is not relayed again. Only a request with a valid token says so.
   */
  public boolean relayed;

  /** Set by the adapter together with {@link #relayed}: the name of that server. */
  public @Nullable String relayedBy;

  /**
   * For relay and gate alone: a small body that was read to be sent on, all of it. It is kept for
   * another server, should the first not take it; the application here would not find it any more.
   */
  public byte @Nullable [] sentBody;

  /**
   * Returns a 64-bit hash of {@link #application} and {@link #sessionIds} (order included), 0 if
   * there is no id. Allocates nothing.
   */
  public abstract long sessionHash();

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
   * Returns the name of the container's service that the request came in by, where a container has
   * several: the same on every server. Empty for the first one.
   */
  public String service() {
    return "";
  }

  /**
   * Returns the id of the session that the request has by now (created or renamed, say), or null.
   */
  public abstract @Nullable String currentSessionId();

  /** Returns the value of a request header, or null. */
  public abstract @Nullable String header(String name);

  /** Returns method, target as the client sent it, and protocol: "GET /a?b HTTP/1.1". */
  public abstract String requestLine();

  /** Returns all request headers in order, names and values alternating. */
  public abstract List<String> headers();

  /**
   * Returns the request's body; "100 Continue" is sent when it is first read, where the client
   * waits for that.
   */
  public abstract InputStream body();

  /** Returns the length of the request's body in bytes, -1 for chunked, 0 for none. */
  public abstract long bodyLength();

  /** Returns what the application sees of the client: address, scheme, server name and port. */
  public abstract Client client();

  /**
   * Starts the answer.
   *
   * @param headers names and values alternating, without hop-by-hop headers
   * @param length of the body in bytes, -1 if not known
   * @param close whether to end the client's connection after the answer
   */
  public abstract OutputStream answer(int status, List<String> headers, long length, boolean close)
      throws IOException;

  /** Ends the client's connection at once: the answer cannot be completed. */
  public abstract void abort();

  /**
   * The client behind a request.
   *
   * @param address literal IP address
   * @param port of the client
   * @param scheme "http" or "https"
   * @param serverPort the port that the client used
   */
  public record Client(String address, int port, String scheme, int serverPort) {}
}
