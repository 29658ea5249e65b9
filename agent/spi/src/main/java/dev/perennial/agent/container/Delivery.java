package dev.perennial.agent.container;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * A request that is served here although no connector of this server has taken it: what came, its
 * body as it comes, and the way back for the answer. Given to {@link Container#deliver}. One thread
 * reads and writes at a time, unless told otherwise; what blocks ends with an {@link IOException}
 * when the client or the way to it is gone.
 */
public interface Delivery {
  /** Why it comes this way. */
  enum Kind {
    /** Another server believes that this one owns the session. */
    RELAYED,
    /** Another server knows that nobody owns the session. */
    RELAYED_AS_NEW,
    /** This server asks its own application how it is: the gate lets it pass. */
    PROBE
  }

  /** Returns why it comes this way. */
  Kind kind();

  /** Returns the name of the server whose connector has taken it. */
  String origin();

  /** Returns what came. */
  Arrival arrival();

  /**
   * Has it served, once: by the calling thread, when that has returned from where it has got this
   * and nothing else waits for it; otherwise by one of the given threads. To be called while {@link
   * Container#deliver} runs, by the thread that has called it.
   *
   * @param work what serves it; it may wait
   */
  default void serve(Runnable work, Executor threads) {
    threads.execute(work);
  }

  /**
   * Asks for the body, where the client waits to be asked ("Expect: 100-continue"); otherwise, and
   * when called again, it does nothing.
   */
  void wantBody();

  /** Reads some of the body; waits until there is some. Returns -1 at its end. */
  int read(ByteBuffer into) throws IOException;

  /** Returns how many bytes of the body can be read without waiting; -1 at its end or failure. */
  int available();

  /**
   * Has a task run once as soon as {@link #available} is not 0, at once if it is so now. The task
   * runs on a thread that must not be blocked.
   */
  void whenReadable(Runnable task);

  /** Returns the trailers behind the body, names and values alternating; empty before its end. */
  List<String> requestTrailers();

  /**
   * Begins the answer; called once.
   *
   * @param headers names and values alternating, as the application has set them; none that is only
   *     of one connection
   * @param length of the body in bytes, -1 if it is not known
   * @param trailers whether trailers follow the body
   */
  void answer(int status, List<String> headers, long length, boolean trailers) throws IOException;

  /**
   * Sends some of the answer's body: all that remains in the buffer. Waits while too much is on its
   * way.
   */
  void write(ByteBuffer from) throws IOException;

  /** Returns how many bytes {@link #write} would take without waiting; -1 after a failure. */
  int writable();

  /** As {@link #whenReadable}, for {@link #writable}. */
  void whenWritable(Runnable task);

  /** Sees to it that the client gets now what was written. */
  void flush() throws IOException;

  /**
   * Ends the answer. Idempotent.
   *
   * @param trailers names and values alternating
   */
  void end(List<String> trailers) throws IOException;

  /** The answer cannot be completed: the client's connection ends. Any thread; idempotent. */
  void abort();

  /** Instead of an answer: the session is not here, the other server is to ask elsewhere. */
  void notHere();
}
