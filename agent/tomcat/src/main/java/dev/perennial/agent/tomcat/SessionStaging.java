package dev.perennial.agent.tomcat;

import dev.perennial.agent.container.Capture.Left;
import dev.perennial.agent.container.CaptureException;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.security.Principal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.catalina.session.StandardSession;
import org.jspecify.annotations.Nullable;

/** Builds sessions of what {@link SessionCapture} wrote. */
final class SessionStaging {
  private final Map<String, Application> applications;

  /** What is being read, for whoever waits too long for it. */
  private volatile String current = "";

  SessionStaging(Map<String, Application> applications) {
    this.applications = applications;
  }

  /** Returns the {@link Left#part} that is being read; empty if none is. Any thread may ask. */
  String current() {
    return current;
  }

  /** Returns a session for each application, none of them known to its manager. */
  Map<Application, StandardSession> build(byte[] bytes) throws CaptureException {
    Map<Application, StandardSession> built = new LinkedHashMap<>();
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int format = in.readByte();
      if (format != SessionCapture.FORMAT) {
        throw new CaptureException(
            "a session in format " + format + "; this agent reads " + SessionCapture.FORMAT);
      }
      long behind = System.currentTimeMillis() - clock(bytes);
      for (int count = in.readInt(); count > 0; count--) {
        String key = in.readUTF();
        Application application = applications.get(key);
        if (application == null || !application.isAvailable()) {
          throw new CaptureException("application " + key + " is not running here");
        }
        byte[] block = readBytes(in);
        if (block != null) {
          built.put(application, session(application, block, behind));
        }
      }
    } catch (Throwable e) {
      throw CaptureException.of("cannot read a session", e);
    }
    return built;
  }

  private static long clock(byte[] bytes) throws IOException {
    if (bytes.length < Long.BYTES) {
      throw new EOFException("only " + bytes.length + " bytes");
    }
    return new DataInputStream(
            new ByteArrayInputStream(bytes, bytes.length - Long.BYTES, Long.BYTES))
        .readLong();
  }

  private StandardSession session(Application application, byte[] block, long behind)
      throws IOException, ClassNotFoundException, IllegalAccessException, CaptureException {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(application.classLoader());
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(block))) {
      if (!(application.manager().createEmptySession() instanceof StandardSession session)) {
        throw new CaptureException(
            "application " + application.key() + " keeps sessions of another kind");
      }
      // A name for the session rather than a measure: the application must not see it change.
      Reflected.CREATION_TIME.setLong(session, in.readLong());
      Reflected.LAST_ACCESSED_TIME.setLong(session, in.readLong() + behind);
      Reflected.THIS_ACCESSED_TIME.setLong(session, in.readLong() + behind);
      session.setMaxInactiveInterval(in.readInt());
      session.setNew(false);
      session.setValid(true);
      session.setAuthType((String) object(application, SessionCapture.AUTH_TYPE, readBytes(in)));
      session.setPrincipal(
          (Principal) object(application, SessionCapture.PRINCIPAL, readBytes(in)));
      for (String note : SessionCapture.NOTES) {
        Object value = object(application, note, readBytes(in));
        if (value != null) {
          session.setNote(note, value);
        }
      }
      readAttributes(application, session, readBytes(in));
      return session;
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** Into the field: the application has been told of these attributes where they were set. */
  @SuppressWarnings("unchecked")
  private void readAttributes(
      Application application, StandardSession session, byte @Nullable [] bytes)
      throws IOException, ClassNotFoundException, IllegalAccessException, CaptureException {
    if (bytes == null) {
      return;
    }
    Map<String, Object> attributes = (Map<String, Object>) Reflected.ATTRIBUTES.get(session);
    try (ApplicationObjectInput in =
        new ApplicationObjectInput(bytes, application.classLoader(), classes(application))) {
      for (int count = in.readInt(); count > 0; count--) {
        String name = (String) in.readObject();
        Object value = object(application, name, in);
        if (!application.manager().willAttributeDistribute(name, value)) {
          throw CaptureException.ofPart(
              Left.part(application.key(), name), "kept out by the manager's filter", null);
        }
        attributes.put(name, value);
      }
    }
  }

  private @Nullable Object object(Application application, String name, byte @Nullable [] bytes)
      throws IOException, CaptureException {
    if (bytes == null) {
      return null;
    }
    try (ApplicationObjectInput in =
        new ApplicationObjectInput(bytes, application.classLoader(), classes(application))) {
      return object(application, name, in);
    }
  }

  /** As Tomcat has it where it reads a session: of all classes, not of the value's alone. */
  private static @Nullable Pattern classes(Application application) {
    String names = application.manager().getSessionAttributeValueClassNameFilter();
    return names == null ? null : Pattern.compile(names);
  }

  /** Whatever the application throws, this alone is at fault: without it the rest can be read. */
  private Object object(Application application, String name, ApplicationObjectInput in)
      throws CaptureException {
    String part = Left.part(application.key(), name);
    current = part;
    try {
      return in.object();
    } catch (Throwable e) {
      throw CaptureException.ofPart(part, CaptureException.words(e), e);
    } finally {
      current = "";
    }
  }

  private static byte @Nullable [] readBytes(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0) {
      return null;
    }
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("only " + bytes.length + " of " + length + " bytes");
    }
    return bytes;
  }
}
