package dev.perennial.agent.alert;

import java.io.IOException;

/** A way to tell of an alert. Thread-safe. */
interface Channel {
  /**
   * Tells; blocks, bounded.
   *
   * @throws IOException if it could not be told; the message has no secret of the channel in it
   */
  void tell(Alert alert) throws IOException, InterruptedException;
}
