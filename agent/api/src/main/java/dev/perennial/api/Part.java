package dev.perennial.api;

import java.time.Duration;

/**
 * State of the application outside its sessions (an order book, a counter, a queue) that must go on
 * at the successor when this server is rejuvenated. Register it with {@link Perennial#register}.
 *
 * <pre>
 * running -- pause --> paused -- capture --> paused -- the server restarts
 *    ^                   |
 *    +- resumeUnchanged -+   the switch-over was given up
 *    +----- resume ------+   the state comes from another server
 * </pre>
 *
 * <p>On the server that goes: {@code pause}, {@code capture}, and then either the restart or {@code
 * resumeUnchanged}. On the successor: {@code pause}, {@code resume}. The agent makes one call at a
 * time to a part, except that {@code capture} may also be called while it runs. Every method may
 * throw: then the switch-over is given up and this server goes on.
 */
public interface Part {
  /** Returns its name: the same on every server, unique in one. It is shown to operators. */
  String name();

  /**
   * Stops writes. When this returns, no write is under way; each later one waits until the part
   * runs again, or fails so that its caller knows that nothing was written. Reads may go on.
   * Pausing a paused part does nothing.
   *
   * @param limit to give up after, by throwing; then the part runs on
   */
  void pause(Duration limit) throws Exception;

  /**
   * Returns the whole state. While the part is paused this is final: a write that somebody saw
   * acknowledged is in it. While it runs it is a consistent snapshot, of which only the size
   * counts.
   */
  byte[] capture() throws Exception;

  /**
   * Takes over state that was captured at another server, and runs. Where this server has been
   * serving too (active/active), it must be merged with what is here. All or nothing: if it throws,
   * the state is as it was, and the part is still paused.
   *
   * @param state as {@link #capture} returned it, perhaps of an older version of the application
   */
  void resume(byte[] state) throws Exception;

  /** Runs on with the state that is here. Does nothing if the part is running. */
  void resumeUnchanged() throws Exception;
}
