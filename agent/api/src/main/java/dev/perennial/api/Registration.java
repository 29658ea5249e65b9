package dev.perennial.api;

/** A part or a clearable that is registered. */
public interface Registration extends AutoCloseable {
  /** Ends the registration, as when the application is undeployed. May be repeated. */
  @Override
  void close();
}
