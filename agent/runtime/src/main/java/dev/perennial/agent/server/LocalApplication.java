package dev.perennial.agent.server;

import dev.perennial.agent.container.CaptureException;
import dev.perennial.agent.duplex.Containers;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The application of this JVM, asked in its own process: past connectors, and past a gate that is
 * closed to others. Where the agent knows no container it is asked over plain HTTP. Confined to one
 * thread.
 *
 * @param url for an application in no container that is known
 * @param healthy whether a status is that of a healthy application
 */
public record LocalApplication(
    Containers containers, Optional<URI> url, IntPredicate healthy, WarmUp warming)
    implements Application {
  private static final int LIMIT_MILLIS = 2_000;
  private static final int WARM_UP_LIMIT_MILLIS = 10_000;

  /** A container is asked for what costs the application nothing and makes no session. */
  @Override
  public @Nullable String refusal() {
    try {
      int status = isPlain() ? plain(path(), LIMIT_MILLIS) : ask("OPTIONS", "*", LIMIT_MILLIS);
      return healthy.test(status) ? null : "its answer is " + status;
    } catch (IOException | RejectedExecutionException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Override
  public WarmUp.Outcome warmUp() {
    return warming.run(
        target ->
            isPlain()
                ? plain(target, WARM_UP_LIMIT_MILLIS)
                : ask("GET", target, WARM_UP_LIMIT_MILLIS));
  }

  private int ask(String method, String target, int limitMillis) throws IOException {
    return Probe.ask(containers, method, target, limitMillis);
  }

  private boolean isPlain() {
    return url.isPresent() && containers.all().isEmpty();
  }

  private int plain(String target, int limitMillis) throws IOException {
    return new PlainApplication(url.orElseThrow(), limitMillis).ask("GET", target);
  }

  private String path() {
    String path = url.map(URI::getRawPath).orElse("");
    return path.isEmpty() ? "/" : path;
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
