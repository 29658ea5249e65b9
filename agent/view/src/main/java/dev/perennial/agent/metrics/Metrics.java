package dev.perennial.agent.metrics;

import dev.perennial.agent.status.HeldRequests;
import dev.perennial.agent.status.PastRejuvenation;
import dev.perennial.agent.status.ServerStatus;
import dev.perennial.agent.status.StatusSource;
import dev.perennial.coordinator.aging.Judgement.Finding;
import dev.perennial.coordinator.aging.Reading;
import dev.perennial.coordinator.aging.Verdict;
import dev.perennial.coordinator.roster.Report;
import dev.perennial.coordinator.roster.Stage;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * The agent's figures as Micrometer meters in Prometheus form. They are taken when scraped, so
 * nothing is spent between scrapes. Thread-safe.
 */
public final class Metrics implements AutoCloseable {
  private final StatusSource source;
  private final PrometheusMeterRegistry registry;

  /** Guarded by "this". */
  private final Set<String> indicators = new HashSet<>();

  /** One snapshot for all meters of a scrape; written under "this". */
  private volatile ServerStatus now;

  /** Makes the meters of a server. Starts no logging and no thread. */
  public Metrics(StatusSource source) {
    SilentLogging.install();
    this.source = source;
    this.now = source.server();
    this.registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    registry.config().commonTags("server", now.name());
    serverMeters();
    stageMeters();
    duplexingMeters();
    heldMeters();
    gentleMeters();
  }

  private void gentleMeters() {
    counter(
        "perennial.gentle",
        "Times that the gentle steps were taken in this life",
        s -> source.gentle().times());
    gauge(
        "perennial.gentle.heap",
        "By how much the heap shrank the last time that the gentle steps were taken",
        "bytes",
        s -> source.gentle().heapBytes());
    gauge(
        "perennial.gentle.process",
        "By how much the process shrank in RAM then",
        "bytes",
        s -> source.gentle().processBytes());
  }

  private void serverMeters() {
    gauge(
        "perennial.verdict",
        "Verdict: 0 stable, 1 suspect, 2 unstable, 3 critical",
        "",
        s -> level(s.judgement().verdict()));
    gauge(
        "perennial.exhaustion",
        "Least forecast until an indicator reaches its limit; NaN if none",
        "seconds",
        s -> orNaN(s.judgement().secondsToExhaustion()));
    gauge(
        "perennial.available",
        "1 while on the available list and its application answers, else 0",
        "",
        s -> s.ready() ? 1 : 0);
    gauge(
        "perennial.incarnation",
        "Number of the present life; grows with each restart",
        "",
        ServerStatus::incarnation);
    gauge("perennial.sessions", "Live sessions", "sessions", ServerStatus::sessions);
    counter("perennial.requests", "Requests ended in this life", ServerStatus::requests);
    counter("perennial.rejuvenations", "Rejuvenations over all lives", ServerStatus::rejuvenations);
    counter(
        "perennial.suppressed.errors",
        "Errors of the agent that the application did not see",
        ServerStatus::suppressedErrors);
  }

  private void stageMeters() {
    for (Stage stage : Stage.values()) {
      Gauge.builder("perennial.stage", () -> now.stage() == stage ? 1 : 0)
          .description("1 for the stage in which the server is, 0 for the others")
          .tag("stage", stage.name().toLowerCase(Locale.ROOT))
          .register(registry);
    }
  }

  private void duplexingMeters() {
    gauge(
        "perennial.duplexing.bytes",
        "Sent to the successor by the present duplexing, 0 if none",
        "bytes",
        s -> duplexing(s, Report.Duplexing::bytesSent));
    gauge(
        "perennial.duplexing.sessions",
        "Sent to the successor by the present duplexing, 0 if none",
        "sessions",
        s -> duplexing(s, Report.Duplexing::sessionsSent));
    gauge(
        "perennial.duplexing.dirty",
        "Changed since the successor last acknowledged them, 0 if none",
        "sessions",
        s -> duplexing(s, Report.Duplexing::sessionsDirty));
  }

  private void heldMeters() {
    registry.getPrometheusRegistry().register(new HeldMetric(now.name(), source::held));
    lastHeld("0.5", HeldRequests.Summary::medianMillis);
    lastHeld("0.99", HeldRequests.Summary::p99Millis);
    lastHeld("1", HeldRequests.Summary::longestMillis);
  }

  /** What the life that handed over had no time left to be asked for. */
  private void lastHeld(String quantile, ToLongFunction<HeldRequests.Summary> millis) {
    Gauge.builder("perennial.rejuvenation.held", () -> lastHeld(millis))
        .description("Wait of so many of the requests at the last switch-over, at most; 0 if none")
        .baseUnit("seconds")
        .tag("quantile", quantile)
        .register(registry);
  }

  private double lastHeld(ToLongFunction<HeldRequests.Summary> millis) {
    List<PastRejuvenation> past = source.history();
    return past.isEmpty()
        ? 0
        : millis.applyAsLong(past.get(past.size() - 1).moved().held()) / 1000.0;
  }

  private static double level(Verdict verdict) {
    return switch (verdict) {
      case STABLE -> 0;
      case SUSPECT -> 1;
      case UNSTABLE -> 2;
      case CRITICAL -> 3;
    };
  }

  private static double duplexing(ServerStatus status, Function<Report.Duplexing, Long> figure) {
    Report.Duplexing duplexing = status.duplexing();
    return duplexing == null ? 0 : figure.apply(duplexing);
  }

  private static double orNaN(@org.jspecify.annotations.Nullable Double value) {
    return value == null ? Double.NaN : value;
  }

  private void gauge(
      String name, String description, String unit, ToDoubleFunction<ServerStatus> value) {
    Gauge.builder(name, () -> value.applyAsDouble(now))
        .description(description)
        .baseUnit(unit.isEmpty() ? null : unit)
        .register(registry);
  }

  private void counter(String name, String description, ToDoubleFunction<ServerStatus> value) {
    FunctionCounter.builder(name, this, self -> value.applyAsDouble(self.now))
        .description(description)
        .register(registry);
  }

  /** Returns all figures now, in the Prometheus text format 0.0.4. */
  public synchronized String scrape() {
    now = source.server();
    for (Finding finding : now.judgement().findings()) {
      if (indicators.add(finding.reading().indicator())) {
        indicatorMeters(finding.reading());
      }
    }
    return registry.scrape();
  }

  /** An indicator has meters from when it is first read; they are NaN while it is not read. */
  private void indicatorMeters(Reading first) {
    String indicator = first.indicator();
    String name = "perennial." + indicator;
    indicatorGauge(
        name, "Aging indicator " + indicator, first.unit(), indicator, f -> f.reading().value());
    indicatorGauge(
        name + ".limit",
        "Where " + indicator + " is exhausted, 0 if it has no limit",
        first.unit(),
        indicator,
        f -> f.reading().limit());
    indicatorGauge(
        name + ".level",
        "Part of the limit of " + indicator + " in use, 0 to 1",
        "ratio",
        indicator,
        f -> f.reading().level());
    forecastGauge(
        "trend",
        "Growth an hour of an indicator, in its unit; NaN if not known",
        "",
        indicator,
        Finding::trendPerHour);
    forecastGauge(
        "trend.request",
        "Growth of an indicator with each request, in its unit; NaN if it does not follow them",
        "",
        indicator,
        Finding::trendPerRequest);
    forecastGauge(
        "exhaustion",
        "Forecast until an indicator reaches its limit; NaN if none",
        "seconds",
        indicator,
        Finding::secondsToExhaustion);
    forecastGauge(
        "exhaustion.low",
        "Lower end of the 90 % interval of an indicator's exhaustion; NaN if none",
        "seconds",
        indicator,
        Finding::exhaustionLow);
    forecastGauge(
        "exhaustion.high",
        "Upper end of the 90 % interval of an indicator's exhaustion; NaN if none",
        "seconds",
        indicator,
        Finding::exhaustionHigh);
    Gauge.builder("perennial.indicator.verdict", () -> of(indicator, f -> level(f.verdict())))
        .description("Verdict of an indicator: 0 stable, 1 suspect, 2 unstable, 3 critical")
        .tag("indicator", indicator)
        .register(registry);
  }

  private void forecastGauge(
      String name,
      String description,
      String unit,
      String indicator,
      Function<Finding, @org.jspecify.annotations.Nullable Double> value) {
    Gauge.builder("perennial.indicator." + name, () -> of(indicator, f -> orNaN(value.apply(f))))
        .description(description)
        .baseUnit(unit.isEmpty() ? null : unit)
        .tag("indicator", indicator)
        .register(registry);
  }

  private void indicatorGauge(
      String name,
      String description,
      String unit,
      String indicator,
      ToDoubleFunction<Finding> value) {
    Gauge.builder(name, () -> of(indicator, value))
        .description(description)
        .baseUnit(unit)
        .register(registry);
  }

  private double of(String indicator, ToDoubleFunction<Finding> value) {
    for (Finding finding : now.judgement().findings()) {
      if (finding.reading().indicator().equals(indicator)) {
        return value.applyAsDouble(finding);
      }
    }
    return Double.NaN;
  }

  /** Drops all meters. */
  @Override
  public void close() {
    registry.close();
  }
}
