package dev.perennial.agent.container;

/** A session that is built and waits to be put in place. */
public interface Staged {
  /** Puts it in place, replacing an older copy silently. At most once. */
  void publish() throws CaptureException;
}
