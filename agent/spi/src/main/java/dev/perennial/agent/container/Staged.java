package dev.perennial.agent.container;

/** A session that is built and waits to be put in place. */
public interface Staged {
  /**
   * Puts it in place, replacing an older copy silently. The application is told that it is here, if
   * it wants to be, before any request can find it. At most once.
   */
  void publish() throws CaptureException;
}
