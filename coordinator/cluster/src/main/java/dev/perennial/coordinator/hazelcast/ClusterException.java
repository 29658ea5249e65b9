package dev.perennial.coordinator.hazelcast;

/** This server cannot be a member; the message says why and what to do. */
public final class ClusterException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ClusterException(String message) {
    super(message);
  }

  ClusterException(String message, Throwable cause) {
    super(message, cause);
  }
}
