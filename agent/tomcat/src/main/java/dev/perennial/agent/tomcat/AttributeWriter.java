package dev.perennial.agent.tomcat;

import dev.perennial.agent.container.Capture.Cause;
import dev.perennial.agent.container.Capture.Left;
import dev.perennial.agent.container.CaptureException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Serialises the attributes of one session in one stream, so that an object that two of them share
 * is one object again. What cannot be serialised is left out and named; the session is only read.
 */
final class AttributeWriter {
  /** How often a capture is begun anew that met a change by a thread of the application. */
  private static final int ATTEMPTS = 4;

  private final Application application;
  private final Map<String, String> leaveOut;
  private byte[] result = new byte[0];

  /** What is being written, for whoever waits too long for it. */
  private volatile String current = "";

  /**
   * @param leaveOut what not to write, by {@link Left#part}, and why
   */
  AttributeWriter(Application application, Map<String, String> leaveOut) {
    this.application = application;
    this.leaveOut = leaveOut;
  }

  /** Returns the {@link Left#part} that is being written; empty if none is. Any thread may ask. */
  String current() {
    return current;
  }

  /**
   * Returns the attributes' serialised form.
   *
   * @param left takes what stays behind
   * @throws CaptureException if they changed all the while
   */
  byte[] write(Map<String, Object> attributes, List<Left> left) throws CaptureException {
    Throwable last = null;
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      if (attempt > 1) {
        pause(attempt);
      }
      SortedMap<String, Object> wanted = new TreeMap<>();
      left.clear();
      attributes.forEach(
          (name, value) -> {
            String why = leaveOut.get(Left.part(application.key(), name));
            if (why != null) {
              left.add(left(name, value, why, Cause.FAILED));
            } else if (application.manager().willAttributeDistribute(name, value)) {
              wanted.put(name, value);
            } else {
              left.add(
                  new Left(
                      application.key(),
                      name,
                      value.getClass().getName(),
                      "kept out by the manager's filter",
                      Cause.CONFIGURED));
            }
          });
      last = failure(wanted);
      if (last == null) {
        return result;
      }
      if (last instanceof ConcurrentModificationException) {
        continue;
      }
      // A change can also show itself as another failure: believe it when it stays.
      boolean sure = last instanceof NotSerializableException || attempt == ATTEMPTS;
      if (sure && dropFailing(wanted, left)) {
        last = failure(wanted);
        if (last == null) {
          return result;
        }
      }
    }
    throw CaptureException.ofChanges(
        "the session's attributes changed all the while: " + reason(last), last);
  }

  /** Returns the serialised form of something beside the attributes; null if it is left behind. */
  byte @Nullable [] writeAlone(String name, @Nullable Object value, List<Left> left) {
    if (value == null) {
      return null;
    }
    String why = leaveOut.get(Left.part(application.key(), name));
    if (why != null) {
      left.add(left(name, value, why, Cause.FAILED));
      return null;
    }
    Throwable failure = failure(out -> writeOne(out, name, value));
    if (failure == null) {
      return result;
    }
    left.add(left(name, value, failure));
    return null;
  }

  private void writeOne(ObjectOutputStream out, String name, Object value) throws IOException {
    current = Left.part(application.key(), name);
    out.writeObject(value);
    current = "";
  }

  private @Nullable Throwable failure(SortedMap<String, Object> attributes) {
    return failure(
        out -> {
          out.writeInt(attributes.size());
          for (Map.Entry<String, Object> attribute : attributes.entrySet()) {
            out.writeObject(attribute.getKey());
            writeOne(out, attribute.getKey(), attribute.getValue());
          }
        });
  }

  private interface Writing {
    void to(ObjectOutputStream out) throws IOException;
  }

  /** Serialises into {@link #result}; returns why it could not, whatever the application threw. */
  private @Nullable Throwable failure(Writing writing) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      writing.to(out);
    } catch (Throwable e) {
      return e;
    }
    result = bytes.toByteArray();
    return null;
  }

  /** Takes out each attribute that fails by itself; returns whether none met a change. */
  private boolean dropFailing(SortedMap<String, Object> attributes, List<Left> left) {
    for (String name : List.copyOf(attributes.keySet())) {
      Object value = attributes.get(name);
      Throwable failure = failure(new TreeMap<>(Map.of(name, value)));
      if (failure instanceof ConcurrentModificationException) {
        return false;
      }
      if (failure != null) {
        attributes.remove(name);
        left.add(left(name, value, failure));
      }
    }
    return true;
  }

  private Left left(String name, Object value, Throwable failure) {
    boolean unserializable = failure instanceof NotSerializableException;
    return left(name, value, reason(failure), unserializable ? Cause.UNSERIALIZABLE : Cause.FAILED);
  }

  private Left left(String name, Object value, String reason, Cause cause) {
    return new Left(application.key(), name, value.getClass().getName(), reason, cause);
  }

  private static String reason(Throwable failure) {
    return failure instanceof NotSerializableException
        ? failure.getMessage() + " is not serializable"
        : CaptureException.words(failure);
  }

  private static void pause(int attempt) throws CaptureException {
    try {
      TimeUnit.MILLISECONDS.sleep(attempt);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CaptureException("interrupted", e);
    }
  }
}
