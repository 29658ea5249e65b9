package dev.perennial.agent.tomcat;

import dev.perennial.agent.log.Suppressed;
import java.util.Map;
import org.apache.catalina.session.StandardSession;

/**
 * Tells an application that a session is about to leave this server, as Tomcat's own managers do
 * before they write one, and that it goes on here after all. Each is told once; what is told stands
 * in a note on the session. Thread-safe. Stateless.
 */
final class Passivation {
  private static final String NOTE = "dev.perennial.PASSIVATED";

  private Passivation() {}

  /** Of one session, and the lock under which its application is told. */
  private static final class Told {
    boolean passivated;
  }

  /**
   * Returns whether an attribute wants to be told, and was.
   *
   * @see dev.perennial.agent.container.Container#passivate
   */
  static boolean passivate(Application application, StandardSession session) {
    Told told = told(session);
    synchronized (told) {
      if (!told.passivated) {
        told.passivated = true;
        tell(application, session::passivate, "passivating");
      }
    }
    return hasListener(session);
  }

  /** See {@link dev.perennial.agent.container.Container#activate}. */
  static void activate(Application application, StandardSession session) {
    Told told = told(session);
    synchronized (told) {
      if (told.passivated) {
        told.passivated = false;
        tell(application, session::activate, "activating");
      }
    }
  }

  private static synchronized Told told(StandardSession session) {
    if (session.getNote(NOTE) instanceof Told told) {
      return told;
    }
    Told fresh = new Told();
    session.setNote(NOTE, fresh);
    return fresh;
  }

  /** Tomcat logs exceptions itself, but errors come through. */
  static void tell(Application application, Runnable tell, String what) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try {
      thread.setContextClassLoader(application.classLoader());
      tell.run();
    } catch (Throwable e) {
      Suppressed.count(e, what + " a session");
      log(application, what, e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static void log(Application application, String what, Throwable error) {
    try {
      application
          .context()
          .getLogger()
          .error("an attribute failed while a session was told of " + what, error);
    } catch (Throwable e) {
      // An error that cannot say what it is was counted nevertheless.
      Suppressed.count(e, what + " a session");
    }
  }

  private static boolean hasListener(StandardSession session) {
    try {
      for (Object value : ((Map<?, ?>) Reflected.ATTRIBUTES.get(session)).values()) {
        if (Reflected.ACTIVATION_LISTENER.isInstance(value)) {
          return true;
        }
      }
      return false;
    } catch (IllegalAccessException e) {
      throw Reflected.unexpected(e);
    }
  }
}
