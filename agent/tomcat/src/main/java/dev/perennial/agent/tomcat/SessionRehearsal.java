package dev.perennial.agent.tomcat;

import dev.perennial.agent.container.Capture;
import dev.perennial.agent.container.CaptureException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.catalina.session.StandardSession;

/**
 * Takes a session made for it the way of one that moves: written, read, and compared. It is in no
 * manager's map, so that no listener, no request and no other server ever sees it.
 */
final class SessionRehearsal {
  private static final String ATTRIBUTE = "perennial";

  private SessionRehearsal() {}

  /**
   * @throws CaptureException if it does not come out as it went in
   */
  static void of(Application application) throws CaptureException {
    try {
      run(application);
    } catch (Throwable e) {
      throw new CaptureException(
          "a session made for it in "
              + application.key()
              + " was moved on trial: "
              + e.getMessage(),
          e);
    }
  }

  private static void run(Application application) throws CaptureException {
    if (!application.isAvailable()
        || !(application.manager().createEmptySession() instanceof StandardSession session)) {
      // Nothing of it moves.
      return;
    }
    byte[] random = new byte[16];
    new SecureRandom().nextBytes(random);
    String id = HexFormat.of().formatHex(random);
    ArrayList<String> value = new ArrayList<>(List.of(id));
    // The application may keep attributes out by a filter of the manager.
    boolean moves = application.manager().willAttributeDistribute(ATTRIBUTE, value);
    session.setNew(false);
    session.setValid(true);
    session.setCreationTime(System.currentTimeMillis());
    session.setMaxInactiveInterval(60);
    if (moves) {
      // Into the field: setting it would tell the application's listeners.
      attributes(session).put(ATTRIBUTE, value);
    }
    Capture capture =
        new SessionCapture(id, Map.of()).of(List.of(application.with(Map.of(id, session))));
    if (capture == null || !capture.left().isEmpty()) {
      throw new CaptureException("not all of it can be written");
    }
    StandardSession read =
        new SessionStaging(Map.of(application.key(), application))
            .build(capture.bytes())
            .get(application);
    if (read == null || (moves && !value.equals(attributes(read).get(ATTRIBUTE)))) {
      throw new CaptureException("it is not what it was");
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> attributes(StandardSession session) {
    try {
      return (Map<String, Object>) Reflected.ATTRIBUTES.get(session);
    } catch (IllegalAccessException e) {
      throw Reflected.unexpected(e);
    }
  }
}
