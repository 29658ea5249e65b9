package dev.perennial.agent.rejuvenation;

import dev.perennial.agent.restart.RestartInPlace;
import dev.perennial.agent.restart.RestartSettings;
import dev.perennial.agent.restart.RestartStrategy;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Restarts that are not in place: they need no native code, and have no sockets. */
final class Restarts {
  private Restarts() {}

  static RestartInPlace of(RestartStrategy strategy) {
    return RestartInPlace.prepare(
        new RestartSettings(strategy, Duration.ofSeconds(5), 75, Duration.ofSeconds(5), true),
        (Instrumentation)
            Proxy.newProxyInstance(
                Restarts.class.getClassLoader(),
                new Class<?>[] {Instrumentation.class},
                (proxy, method, args) -> {
                  throw new AssertionError(method);
                }),
        Path.of("agent.jar"),
        Optional.empty());
  }
}
