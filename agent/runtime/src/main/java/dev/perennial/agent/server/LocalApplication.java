package dev.perennial.agent.server;

import dev.perennial.agent.container.CaptureException;
import dev.perennial.agent.duplex.Containers;
import java.net.URI;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The application of this JVM, asked through its own connector. Confined to one thread.
 *
 * @param name of this server
 * @param token that lets a relayed request in; empty until this server has joined
 */
public record LocalApplication(
    String name, Supplier<String> token, WarmUp warmUp, Containers containers)
    implements Application {
  private static final int WARM_UP_LIMIT_MILLIS = 10_000;

  @Override
  public @Nullable String refusal(String url) {
    return AppProbe.refusal(url, token.get(), name);
  }

  @Override
  public WarmUp.Outcome warmUp(String url) {
    OwnApplication application =
        new OwnApplication(URI.create(url), token.get(), name, WARM_UP_LIMIT_MILLIS);
    return warmUp.run(target -> application.ask("GET", target));
  }

  @Override
  public String trialMove() {
    try {
      containers.rehearse();
      return "";
    } catch (CaptureException | RuntimeException | LinkageError e) {
      return String.valueOf(e.getMessage());
    }
  }
}
