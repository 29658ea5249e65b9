package dev.perennial.agent.tomcat;

import dev.perennial.agent.container.ApplicationCalls;
import dev.perennial.agent.container.CaptureException;
import dev.perennial.agent.container.Staged;
import dev.perennial.agent.log.Suppressed;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import org.apache.catalina.session.StandardSession;

/** A session that is built for each of its applications and not yet in their managers. */
final class StagedSession implements Staged {
  private static final Duration ACTIVATION_LIMIT = Duration.ofSeconds(2);

  private final String id;
  private final Map<Application, StandardSession> built;
  private final Collection<Application> applications;
  private final ApplicationCalls calls;

  /**
   * Creates one.
   *
   * @param applications all there are: an older copy leaves also those that have no part in it
   */
  StagedSession(
      String id,
      Map<Application, StandardSession> built,
      Collection<Application> applications,
      ApplicationCalls calls) {
    this.id = id;
    this.built = built;
    this.applications = applications;
    this.calls = calls;
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
    try {
      for (Map.Entry<Application, StandardSession> entry : built.entrySet()) {
        // Into the field: setting it would have requests find a session that is not activated.
        Reflected.ID.set(entry.getValue(), id);
        activate(entry.getKey(), entry.getValue());
      }
      // From here on requests find it, in place of an older copy.
      built.forEach((application, session) -> application.manager().add(session));
    } catch (Throwable e) {
      built.keySet().forEach(application -> application.sessions().remove(id));
      throw CaptureException.of("cannot put a session in place", e);
    }
  }

  /**
   * Whatever the application's listeners do, and if they hang: the session is here all the same.
   */
  private void activate(Application application, StandardSession session) {
    try {
      boolean unused =
          calls.call(
              () -> {
                Passivation.tell(application, session::activate, "activating");
                return true;
              },
              ACTIVATION_LIMIT);
    } catch (Throwable e) {
      Suppressed.count(e, "activating a session");
    }
  }
}
