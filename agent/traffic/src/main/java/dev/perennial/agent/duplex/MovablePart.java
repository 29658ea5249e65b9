package dev.perennial.agent.duplex;

import java.time.Duration;

/** A part of the application's process state that moves with the sessions. Thread-safe. */
public interface MovablePart {
  /** Returns its name, the same on every server. */
  String name();

  /** Stops its writes; when this returns none is under way. */
  void pause(Duration limit) throws PartException;

  /** Returns the state; only while paused. */
  byte[] capture() throws PartException;

  /** Lets writes go on with the state as it is: nothing has moved. */
  void unpause() throws PartException;

  /** Takes over another server's state and lets writes go on. */
  void resume(byte[] state) throws PartException;

  /** A part could not do what was asked. */
  final class PartException extends Exception {
    private static final long serialVersionUID = 1L;

    public PartException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
