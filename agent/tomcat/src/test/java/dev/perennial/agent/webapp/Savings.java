package dev.perennial.agent.webapp;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.servlet.http.HttpSessionActivationListener;
import javax.servlet.http.HttpSessionBindingEvent;
import javax.servlet.http.HttpSessionBindingListener;
import javax.servlet.http.HttpSessionEvent;

/**
 * What is in it is serialised only after it was told that it leaves, and there again after that.
 */
public final class Savings
    implements Serializable, HttpSessionActivationListener, HttpSessionBindingListener {
  private static final long serialVersionUID = 1L;

  static final AtomicInteger BOUND = new AtomicInteger();
  static final AtomicInteger UNBOUND = new AtomicInteger();

  transient List<String> items = new ArrayList<>();
  int passivated;
  int activated;
  private String[] saved = {};

  @Override
  public void sessionWillPassivate(HttpSessionEvent event) {
    passivated++;
    saved = items.toArray(new String[0]);
    items = null;
  }

  /** Calls whoever wants to know, by the session's id. */
  @Override
  public void sessionDidActivate(HttpSessionEvent event) {
    activated++;
    items = new ArrayList<>(List.of(saved));
    saved = new String[0];
    Object test = System.getProperties().get("test.activating." + event.getSession().getId());
    if (test instanceof Runnable told) {
      told.run();
    }
  }

  @Override
  public void valueBound(HttpSessionBindingEvent event) {
    BOUND.incrementAndGet();
  }

  @Override
  public void valueUnbound(HttpSessionBindingEvent event) {
    UNBOUND.incrementAndGet();
  }
}
