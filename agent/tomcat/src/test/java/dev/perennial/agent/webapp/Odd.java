package dev.perennial.agent.webapp;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.concurrent.CountDownLatch;

/** Fails, or hangs, when it is written or read: "write error", "read hang" and so on. */
final class Odd implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String how;

  Odd(String how) {
    this.how = how;
  }

  private void writeObject(ObjectOutputStream out) throws IOException {
    out.defaultWriteObject();
    misbehave("write");
  }

  private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
    in.defaultReadObject();
    misbehave("read");
  }

  private void misbehave(String when) {
    if (!how.startsWith(when)) {
      return;
    }
    switch (how.substring(when.length() + 1)) {
      case "exception" -> throw new IllegalStateException("planned");
      case "linkage" -> throw new NoClassDefFoundError("com/shop/Cart");
      case "stack" -> throw new StackOverflowError();
      case "memory" -> throw new OutOfMemoryError("planned");
      case "hang" -> hang();
      default -> throw new AssertionError(how);
    }
  }

  /** An interrupt ends it, so that no test leaves a thread. */
  private static void hang() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public String toString() {
    return how;
  }
}
