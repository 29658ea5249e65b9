package dev.perennial.agent.rejuvenation;

import dev.perennial.agent.evidence.Aging;
import dev.perennial.agent.history.IndicatorHistory;
import dev.perennial.coordinator.aging.Judgement;
import dev.perennial.coordinator.aging.Judgement.Finding;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How this server has aged, as its evidence tells it. Pure. */
public final class AgingView {
  private static final Comparator<Finding> WORST_FIRST =
      Comparator.comparing(Finding::verdict)
          // Load comes and goes: it tells nothing of age.
          .thenComparing(f -> !f.reading().indicator().startsWith("load."))
          .thenComparingDouble(f -> f.reading().level())
          .reversed();

  private AgingView() {}

  public static Aging of(
      String server,
      String reason,
      Instant began,
      Judgement judgement,
      IndicatorHistory indicators) {
    List<Aging.Row> rows =
        judgement.findings().stream().sorted(WORST_FIRST).map(AgingView::row).toList();
    List<Aging.Point> curve =
        rows.isEmpty()
            ? List.of()
            : indicators.curve(rows.get(0).name()).stream()
                .map(p -> new Aging.Point(p.at(), p.value(), p.hoursLeft()))
                .toList();
    return new Aging(server, reason, began, rows, curve, indicators.csv());
  }

  private static Aging.Row row(Finding finding) {
    return new Aging.Row(
        finding.reading().indicator(),
        finding.reading().value(),
        finding.reading().limit(),
        finding.reading().unit(),
        finding.verdict().name(),
        finding.reason(),
        orNaN(finding.trendPerHour()),
        orNaN(finding.trendPerRequest()),
        orNaN(finding.secondsToExhaustion()) / 3600,
        orNaN(finding.exhaustionLow()) / 3600,
        orNaN(finding.exhaustionHigh()) / 3600);
  }

  private static double orNaN(@Nullable Double value) {
    return value == null ? Double.NaN : value;
  }
}
