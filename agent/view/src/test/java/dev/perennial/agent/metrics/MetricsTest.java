package dev.perennial.agent.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.status.FakeStatus;
import dev.perennial.coordinator.aging.Reading;
import dev.perennial.coordinator.aging.Verdict;
import dev.perennial.coordinator.roster.Report;
import dev.perennial.coordinator.roster.Stage;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class MetricsTest {
  private final FakeStatus status = new FakeStatus();
  private final Metrics metrics = new Metrics(status);

  @AfterEach
  void close() {
    metrics.close();
  }

  private List<String> scrape() {
    return metrics.scrape().lines().toList();
  }

  @Test
  void anIndicatorHasValueLimitAndLevelInItsUnit() {
    assertThat(scrape())
        .contains(
            "perennial_heap_live_bytes{server=\"a\"} 400.0",
            "perennial_heap_live_limit_bytes{server=\"a\"} 512.0",
            "perennial_heap_live_level_ratio{server=\"a\"} 0.78125",
            "perennial_uptime_seconds{server=\"a\"} 12.5",
            "perennial_indicator_verdict{indicator=\"heap.live\",server=\"a\"} 0.0");
  }

  @Test
  void theServerHasItsFigures() {
    assertThat(scrape())
        .contains(
            "perennial_verdict{server=\"a\"} 0.0",
            "perennial_exhaustion_seconds{server=\"a\"} NaN",
            "perennial_available{server=\"a\"} 1.0",
            "perennial_sessions{server=\"a\"} 34.0",
            "perennial_requests_total{server=\"a\"} 5678.0",
            "perennial_rejuvenations_total{server=\"a\"} 2.0",
            "perennial_suppressed_errors_total{server=\"a\"} 1.0",
            "perennial_duplexing_bytes{server=\"a\"} 0.0",
            "perennial_gentle_total{server=\"a\"} 3.0",
            "perennial_gentle_heap_bytes{server=\"a\"} 1000.0",
            "perennial_gentle_process_bytes{server=\"a\"} 2000.0",
            "perennial_stage{server=\"a\",stage=\"in_service\"} 1.0",
            "perennial_stage{server=\"a\",stage=\"retired\"} 0.0");
  }

  @Test
  void waitsInSwitchOversAreAHistogramOfPrometheus() {
    assertThat(scrape())
        .contains(
            "# TYPE perennial_requests_held_seconds histogram",
            "perennial_requests_held_seconds_bucket{server=\"a\",le=\"0.01\"} 3",
            "perennial_requests_held_seconds_bucket{server=\"a\",le=\"0.25\"} 5",
            "perennial_requests_held_seconds_bucket{server=\"a\",le=\"+Inf\"} 6",
            "perennial_requests_held_seconds_count{server=\"a\"} 6",
            "perennial_requests_held_seconds_sum{server=\"a\"} 0.75",
            "perennial_rejuvenation_held_seconds{quantile=\"0.99\",server=\"a\"} 0.25",
            "perennial_rejuvenation_held_seconds{quantile=\"1\",server=\"a\"} 0.3");
  }

  @Test
  void aScrapeTellsWhatIsNow() {
    scrape();
    status.verdict = Verdict.CRITICAL;
    status.stage = Stage.DUPLEXING;
    status.ready = false;
    status.heap = new Reading("heap.live", 500, 512, "bytes");
    status.duplexing =
        new Report.Duplexing(3, Report.Duplexing.State.COPYING, 1, 7, 2, 9_000, "going on");

    assertThat(scrape())
        .contains(
            "perennial_verdict{server=\"a\"} 3.0",
            "perennial_exhaustion_seconds{server=\"a\"} 3600.0",
            "perennial_available{server=\"a\"} 0.0",
            "perennial_heap_live_bytes{server=\"a\"} 500.0",
            "perennial_duplexing_bytes{server=\"a\"} 9000.0",
            "perennial_duplexing_sessions{server=\"a\"} 7.0",
            "perennial_stage{server=\"a\",stage=\"duplexing\"} 1.0",
            "perennial_stage{server=\"a\",stage=\"in_service\"} 0.0");
  }

  @Test
  void anIndicatorThatIsNotReadAnyMoreIsNotANumber() {
    scrape();
    status.withHeap = false;

    assertThat(scrape()).contains("perennial_heap_live_bytes{server=\"a\"} NaN");
  }

  @Test
  void everyFigureIsDescribed() {
    List<String> lines = scrape();
    List<String> described =
        lines.stream().filter(l -> l.startsWith("# HELP")).map(l -> l.split(" ")[2]).toList();

    assertThat(lines.stream().filter(l -> l.startsWith("# TYPE")).map(l -> l.split(" ")[2]))
        .isSubsetOf(described)
        .hasSizeGreaterThan(15);
    assertThat(lines.stream().filter(l -> l.startsWith("# HELP")))
        .allMatch(l -> l.split(" ").length > 4, "more than a name");
  }
}
