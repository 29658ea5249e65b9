package dev.perennial.agent.webapp;

import java.io.ObjectOutputStream;
import java.io.Serializable;

/** Meets an error when it is written. */
final class Unwritable implements Serializable {
  private static final long serialVersionUID = 1L;

  private void writeObject(ObjectOutputStream out) {
    throw new NoClassDefFoundError("com/shop/Cart");
  }
}
