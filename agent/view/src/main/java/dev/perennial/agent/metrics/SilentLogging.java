package dev.perennial.agent.metrics;

import io.micrometer.common.util.internal.logging.InternalLogger;
import io.micrometer.common.util.internal.logging.InternalLoggerFactory;
import java.lang.reflect.Proxy;

/**
 * Keeps Micrometer from logging. By itself it takes SLF4J or java.util.logging, and starting the
 * latter before the application does breaks servers that bring a log manager of their own.
 */
final class SilentLogging extends InternalLoggerFactory {
  private SilentLogging() {}

  /** To be called before any other class of Micrometer is used. */
  static void install() {
    setDefaultFactory(new SilentLogging());
  }

  @Override
  protected InternalLogger newInstance(String name) {
    return (InternalLogger)
        Proxy.newProxyInstance(
            InternalLogger.class.getClassLoader(),
            new Class<?>[] {InternalLogger.class},
            (proxy, method, args) -> {
              Class<?> type = method.getReturnType();
              if (type == boolean.class) {
                return false;
              }
              if (method.getName().equals("hashCode")) {
                return System.identityHashCode(proxy);
              }
              return type == String.class ? name : null;
            });
  }
}
