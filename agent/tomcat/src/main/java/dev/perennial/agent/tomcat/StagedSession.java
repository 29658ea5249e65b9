package dev.perennial.agent.tomcat;

import dev.perennial.agent.container.CaptureException;
import dev.perennial.agent.container.Staged;
import java.util.Collection;
import java.util.Map;
import org.apache.catalina.session.StandardSession;

/** A session that is built for each of its applications and not yet in their managers. */
final class StagedSession implements Staged {
  private final String id;
  private final Map<Application, StandardSession> built;
  private final Collection<Application> applications;

  /**
   * Creates one.
   *
   * @param applications all there are: an older copy leaves also those that have no part in it
   */
  StagedSession(
      String id, Map<Application, StandardSession> built, Collection<Application> applications) {
    this.id = id;
    this.built = built;
    this.applications = applications;
  }

  @Override
  public void publish() throws CaptureException {
    for (Application application : built.keySet()) {
      if (!application.isAvailable()) {
        throw new CaptureException("application " + application.key() + " has stopped meanwhile");
      }
    }
    for (Application application : applications) {
      if (!built.containsKey(application)) {
        application.sessions().remove(id);
      }
    }
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try {
      for (Map.Entry<Application, StandardSession> entry : built.entrySet()) {
        thread.setContextClassLoader(entry.getKey().classLoader());
        StandardSession session = entry.getValue();
        // Into the field: setting it would have requests find a session that is not activated.
        Reflected.ID.set(session, id);
        session.activate();
      }
      // From here on requests find it, in place of an older copy.
      built.forEach((application, session) -> application.manager().add(session));
    } catch (Throwable e) {
      // The application is told of the activation: what it throws must not leave half of it here.
      built.keySet().forEach(application -> application.sessions().remove(id));
      throw CaptureException.of("cannot put a session in place", e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
