package dev.perennial.agent.boot;

import dev.perennial.agent.http.AgentCheckEndpoint;
import dev.perennial.agent.http.AgentCheckSettings;
import dev.perennial.agent.http.HttpEndpoint;
import dev.perennial.agent.http.HttpSettings;
import dev.perennial.agent.log.Log;
import dev.perennial.agent.metrics.Metrics;
import dev.perennial.agent.status.StatusSource;
import java.io.IOException;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The agent's own ports. */
final class Endpoints {
  private final StatusSource status;
  private final Supplier<Supplier<String>> figures;
  private final DoubleSupplier load;
  private final Log log;
  private volatile String url = "";

  /**
   * @param load part of the request threads in use
   */
  Endpoints(StatusSource status, DoubleSupplier load, Log log) {
    this(status, () -> new Metrics(status)::scrape, load, log);
  }

  /**
   * @param figures makes what gives the text of /metrics
   * @param load part of the request threads in use
   */
  Endpoints(StatusSource status, Supplier<Supplier<String>> figures, DoubleSupplier load, Log log) {
    this.status = status;
    this.figures = figures;
    this.load = load;
    this.log = log;
  }

  /** Returns where the HTTP endpoint is; empty while there is none. Thread-safe. */
  String url() {
    return url;
  }

  /**
   * @throws IOException in words, if it cannot be opened now
   */
  void openHttp(HttpSettings settings) throws IOException {
    if (!settings.isEnabled()) {
      return;
    }
    Supplier<String> metrics = firstUse(figures);
    HttpEndpoint open =
        HttpEndpoint.open(
            settings,
            status,
            metrics,
            e -> log.warn("http", "a request to the agent's endpoint failed", e),
            System::nanoTime);
    url = open.url();
    log.info("endpoint " + url);
  }

  /**
   * @throws IOException in words, if it cannot be opened now
   */
  void openAgentCheck(AgentCheckSettings settings) throws IOException {
    if (!settings.isEnabled()) {
      return;
    }
    AgentCheckEndpoint check =
        AgentCheckEndpoint.open(
            settings,
            status,
            load,
            e -> log.warn("agent-check", "an agent-check could not be answered", e),
            System::nanoTime);
    log.info("agent-check at port " + check.port());
  }

  /** Micrometer is not loaded until somebody asks. */
  private static Supplier<String> firstUse(Supplier<Supplier<String>> maker) {
    return new Supplier<>() {
      private @Nullable Supplier<String> made;

      @Override
      public synchronized String get() {
        Supplier<String> present = made;
        if (present == null) {
          present = maker.get();
          made = present;
        }
        return present.get();
      }
    };
  }
}
