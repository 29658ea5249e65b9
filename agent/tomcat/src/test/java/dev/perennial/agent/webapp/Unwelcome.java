package dev.perennial.agent.webapp;

import java.io.Serializable;
import javax.servlet.http.HttpSessionActivationListener;
import javax.servlet.http.HttpSessionEvent;

/** Meets an error that Tomcat does not keep to itself when its session is put in place. */
final class Unwelcome implements HttpSessionActivationListener, Serializable {
  private static final long serialVersionUID = 1L;

  @Override
  public void sessionDidActivate(HttpSessionEvent event) {
    throw new OutOfMemoryError("Java heap space");
  }
}
