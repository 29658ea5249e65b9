package dev.perennial.coordinator.hazelcast;

import java.io.IOException;

/** Says in plain English why something could not be begun, such as joining the cluster. Pure. */
public final class Trouble {
  private static final int DEEPEST = 20;

  private Trouble() {}

  /**
   * Returns why, in words of one line, never empty.
   *
   * @param failure whatever was thrown; what was refused by the system is found below it
   */
  public static String of(Throwable failure) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
      String known = known(cause);
      if (!known.isEmpty()) {
        return known;
      }
      cause = cause.getCause();
    }
    String message = failure.getMessage();
    return message == null || message.isBlank() || failure instanceof LinkageError
        ? failure.toString()
        : message;
  }

  /**
   * Returns whether something has failed in this process, such as for want of a thread, and was not
   * merely answered: a port that is taken, a secret that is refused.
   */
  public static boolean isFailure(Throwable thrown) {
    Throwable cause = thrown;
    for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
      if (cause instanceof Error || !known(cause).isEmpty()) {
        return true;
      }
      cause = cause.getCause();
    }
    return !(thrown instanceof ClusterException || thrown instanceof IOException);
  }

  private static String known(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    if (message.contains("Too many open files")) {
      return "no file descriptor is to be had: this process has as many open as it may (ulimit -n)";
    }
    if (!(cause instanceof OutOfMemoryError)) {
      return "";
    }
    return message.contains("native thread")
        ? "no thread is to be had: this process, its user or its container has as many as it may"
            + " (ulimit -u, pids.max), or there is no memory for one"
        : "no memory is to be had (" + message + ")";
  }
}
