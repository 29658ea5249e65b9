package dev.perennial.agent.metrics;

import dev.perennial.agent.status.HeldRequests;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.function.Supplier;

/**
 * How long requests waited in switch-overs, as a histogram of Prometheus. It is one of Prometheus'
 * own meters: Micrometer has none that is read when it is scraped.
 */
record HeldMetric(String server, Supplier<HeldRequests> source) implements Collector {
  private static final String NAME = "perennial_requests_held_seconds";

  @Override
  public MetricSnapshot collect() {
    HeldRequests held = source.get();
    ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
    for (int i = 0; i < held.boundsMillis().size(); i++) {
      buckets.bucket(held.boundsMillis().get(i) / 1000.0, held.counts().get(i));
    }
    buckets.bucket(Double.POSITIVE_INFINITY, held.counts().get(held.boundsMillis().size()));
    return HistogramSnapshot.builder()
        .name(NAME)
        .help("How long requests waited at the gate in the switch-overs of this life")
        .dataPoint(
            HistogramDataPointSnapshot.builder()
                .labels(Labels.of("server", server))
                .classicHistogramBuckets(buckets.build())
                .sum(held.sumSeconds())
                .build())
        .build();
  }
}
