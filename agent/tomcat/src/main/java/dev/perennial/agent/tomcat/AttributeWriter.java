package dev.perennial.agent.tomcat;

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

  AttributeWriter(Application application) {
    this.application = application;
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
            if (application.manager().willAttributeDistribute(name, value)) {
              wanted.put(name, value);
            } else {
              left.add(left(name, value, "kept out by the manager's filter"));
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
    throw new CaptureException("the session's attributes changed all the while: " + last, last);
  }

  private byte[] result = new byte[0];

  /** Serialises into {@link #result}; returns why it could not. */
  private @Nullable Throwable failure(SortedMap<String, Object> attributes) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeInt(attributes.size());
      for (Map.Entry<String, Object> attribute : attributes.entrySet()) {
        out.writeObject(attribute.getKey());
        out.writeObject(attribute.getValue());
      }
    } catch (IOException | RuntimeException | StackOverflowError e) {
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
        left.add(left(name, value, reason(failure)));
      }
    }
    return true;
  }

  Left left(String name, Object value, String reason) {
    return new Left(application.key(), name, value.getClass().getName(), reason);
  }

  static String reason(Throwable failure) {
    return failure instanceof NotSerializableException
        ? failure.getMessage() + " is not serializable"
        : failure.toString();
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
