package dev.perennial.agent.sensor;

import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What the agent knows of this JVM from having come into it.
 *
 * @param loadedClasses gives all of them
 * @param refusals how many OutOfMemoryErrors were made by code, and not by the JVM itself, since it
 *     started
 */
public record JvmEvents(Supplier<Class<?>[]> loadedClasses, LongSupplier refusals) {
  /** Nothing is known. */
  public static final JvmEvents NONE = new JvmEvents(() -> new Class<?>[0], () -> 0);
}
