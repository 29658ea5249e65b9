package dev.perennial.agent.webapp;

import java.util.concurrent.atomic.AtomicInteger;
import javax.servlet.http.HttpSessionEvent;
import javax.servlet.http.HttpSessionListener;

/** Counts the sessions that the application saw begin and end. */
public final class EndListener implements HttpSessionListener {
  static final AtomicInteger CREATED = new AtomicInteger();
  static final AtomicInteger DESTROYED = new AtomicInteger();

  @Override
  public void sessionCreated(HttpSessionEvent event) {
    CREATED.incrementAndGet();
  }

  @Override
  public void sessionDestroyed(HttpSessionEvent event) {
    DESTROYED.incrementAndGet();
    String mark = System.getProperty("test.destroyed." + event.getSession().getId(), "");
    System.setProperty("test.destroyed." + event.getSession().getId(), mark + "x");
  }
}
