package dev.perennial.agent.webapp;

import java.io.Serializable;
import javax.servlet.http.HttpSessionActivationListener;
import javax.servlet.http.HttpSessionEvent;

/** Throws what it was told to when it is told that it leaves. */
public final class Grumbling implements Serializable, HttpSessionActivationListener {
  private static final long serialVersionUID = 1L;

  private final String what;

  Grumbling(String what) {
    this.what = what;
  }

  @Override
  public void sessionWillPassivate(HttpSessionEvent event) {
    switch (what) {
      case "exception" -> throw new IllegalStateException("I will not go");
      case "linkage" -> throw new NoClassDefFoundError("com/shop/Gone");
      case "memory" -> throw new OutOfMemoryError("I will not go");
      default -> throw new StackOverflowError("I will not go");
    }
  }

  @Override
  public void sessionDidActivate(HttpSessionEvent event) {}
}
