package dev.perennial.agent.tomcat;

import dev.perennial.agent.container.Capture;
import dev.perennial.agent.container.Capture.Left;
import dev.perennial.agent.container.CaptureException;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.catalina.session.StandardSession;
import org.jspecify.annotations.Nullable;

/**
 * Writes what all applications keep under one session id:
 *
 * <pre>
 * byte    FORMAT
 * int     applications
 *   utf     application key
 *   int     length of what follows
 *   long    creation, last access, this access (milliseconds by this server's clock)
 *   int     seconds of idleness after which it ends
 *   bytes   authentication type (utf), principal, authenticator's notes, attributes (serialised)
 * long    this server's clock, in milliseconds
 * </pre>
 *
 * where bytes are an int length, -1 for none, and so many bytes. Tomcat's own form is not used: it
 * takes what it cannot write out of the live session, drops the principal, and one attribute that
 * fails halfway spoils all of it.
 */
final class SessionCapture {
  static final int FORMAT = 1;

  /** Of a form login under way: the session that it began in, and the request it interrupted. */
  static final List<String> NOTES =
      List.of(
          "org.apache.catalina.authenticator.SESSION_ID",
          "org.apache.catalina.authenticator.REQUEST");

  static final String AUTH_TYPE = "(authentication type)";
  static final String PRINCIPAL = "(principal)";

  private final String id;
  private final Map<String, String> leaveOut;
  private final List<Left> left = new ArrayList<>();
  private volatile @Nullable AttributeWriter writing;

  /**
   * For one capture.
   *
   * @param leaveOut attributes to leave behind, by {@link Left#part}, and why
   */
  SessionCapture(String id, Map<String, String> leaveOut) {
    this.id = id;
    this.leaveOut = leaveOut;
  }

  /** Returns the names of the classes of a session's attributes. */
  @SuppressWarnings("unchecked")
  static SortedSet<String> classes(StandardSession session) {
    try {
      SortedSet<String> classes = new TreeSet<>();
      ((Map<String, Object>) Reflected.ATTRIBUTES.get(session))
          .values()
          .forEach(value -> classes.add(value.getClass().getName()));
      return classes;
    } catch (IllegalAccessException e) {
      throw Reflected.unexpected(e);
    }
  }

  /** Returns the {@link Left#part} that is being written; empty if none is. Any thread may ask. */
  String current() {
    AttributeWriter now = writing;
    return now == null ? "" : now.current();
  }

  /** Returns the capture, or null if no application has a valid session of that id. */
  @Nullable Capture of(Iterable<Application> applications) throws CaptureException {
    ByteArrayOutputStream blocks = new ByteArrayOutputStream(2048);
    ByteArrayOutputStream all = new ByteArrayOutputStream(2048);
    DataOutputStream out = new DataOutputStream(blocks);
    Map<String, Long> sizes = new HashMap<>();
    try {
      for (Application application : applications) {
        StandardSession session = application.find(id);
        if (session != null) {
          byte[] block = block(application, session);
          out.writeUTF(application.key());
          out.writeInt(block.length);
          out.write(block);
          sizes.put(application.key(), (long) block.length);
        }
      }
      DataOutputStream head = new DataOutputStream(all);
      head.writeByte(FORMAT);
      head.writeInt(sizes.size());
      blocks.writeTo(head);
      head.writeLong(System.currentTimeMillis());
    } catch (Throwable e) {
      throw CaptureException.of("cannot capture a session", e);
    }
    return sizes.isEmpty()
        ? null
        : new Capture(id, all.toByteArray(), List.copyOf(left), Map.copyOf(sizes));
  }

  private byte[] block(Application application, StandardSession session)
      throws IOException, IllegalAccessException, CaptureException {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(application.classLoader());
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeLong(Reflected.CREATION_TIME.getLong(session));
      out.writeLong(Reflected.LAST_ACCESSED_TIME.getLong(session));
      out.writeLong(Reflected.THIS_ACCESSED_TIME.getLong(session));
      out.writeInt(session.getMaxInactiveInterval());
      AttributeWriter writer = new AttributeWriter(application, leaveOut);
      writing = writer;
      List<Left> ofAttributes = new ArrayList<>();
      @SuppressWarnings("unchecked")
      byte[] attributes =
          writer.write((Map<String, Object>) Reflected.ATTRIBUTES.get(session), ofAttributes);
      left.addAll(ofAttributes);
      writeBytes(out, writer.writeAlone(AUTH_TYPE, session.getAuthType(), left));
      writeBytes(out, writer.writeAlone(PRINCIPAL, session.getPrincipal(), left));
      for (String note : NOTES) {
        writeBytes(out, writer.writeAlone(note, session.getNote(note), left));
      }
      writeBytes(out, attributes);
      return bytes.toByteArray();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static void writeBytes(DataOutputStream out, byte @Nullable [] bytes) throws IOException {
    out.writeInt(bytes == null ? -1 : bytes.length);
    if (bytes != null) {
      out.write(bytes);
    }
  }
}
