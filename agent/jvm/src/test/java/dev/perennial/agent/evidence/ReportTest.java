package dev.perennial.agent.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.evidence.Aging.Point;
import dev.perennial.agent.evidence.Aging.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ReportTest {
  private static final Instant BEGAN = Instant.parse("2026-11-23T00:00:00Z");

  private static Report report(String indicator, boolean baseline) {
    List<Point> curve = new ArrayList<>();
    for (int hour = 0; hour < 8; hour++) {
      curve.add(
          new Point(
              BEGAN.plusSeconds(hour * 3600L),
              hour * (10 << 20),
              hour < 2 ? Double.NaN : 6 - hour));
    }
    Row row =
        new Row(
            indicator,
            70 << 20,
            100 << 20,
            "bytes",
            "UNSTABLE",
            "70 of 100 MiB",
            10 << 20,
            1228,
            3,
            2.5,
            4);
    return new Report(
        new Aging("s1", "heap live set 70 MiB <b>of</b> 100 MiB", BEGAN, List.of(row), curve, ""),
        BEGAN.plusSeconds(8 * 3600),
        baseline,
        baseline,
        List.of(new Suspect("shop.Receipt", 80_000, 90 << 20, List.of("byte[]"))),
        Holders.UNKNOWN,
        List.of(new Groups.Row("worker-#", 12, 10)),
        List.of(new Groups.Row("socket", 40, 3)),
        List.of(),
        buffers(),
        Named.NOTHING,
        kind -> kind.equals("worker-#") ? "shop.Pool.grow(Pool.java:7) (3 of 3 seen)" : "",
        List.of("native-memory.txt (not tracked)"));
  }

  /** What is there, and nobody known who holds it. */
  private static BufferOwners buffers() {
    return new BufferOwners(
        new BufferPool(40, 64 << 20), new BufferPool(30, 60 << 20), List.of(), false);
  }

  @Test
  void buffersThatDecidedAreToldOfEvenIfNobodyIsKnownWhoHoldsThem() {
    assertThat(ReportText.render(report("buffers.direct", true)))
        .contains(
            "40 direct buffers own 64.0 MiB outside of the heap, of which 30 with 60.0 MiB have"
                + " come since the server was young. Without a heap dump",
            "  ?   64.0 MiB  nobody was found\n");
    assertThat(ReportText.render(report("heap.live", true))).doesNotContain("direct buffers");
  }

  @Test
  void theTextSaysWhatHasGrown() {
    assertThat(ReportText.render(report("heap.live", true)))
        .contains(
            "Rejuvenation of s1 at 2026-11-23T08:00:00Z",
            "Reason: heap live set 70 MiB <b>of</b> 100 MiB",
            "  shop.Receipt  80,000     90.0 MiB               byte[]\n",
            "  worker-#  12   10     shop.Pool.grow(Pool.java:7) (3 of 3 seen)\n",
            "+1228 B",
            "3.0 h [2.5 h, 4.0 h]",
            "Not found out: native-memory.txt (not tracked)")
        .doesNotContain("Classes by class loader");
  }

  @Test
  void earlierForecastsStandBesideWhatCame() {
    assertThat(ReportText.render(report("heap.live", true)))
        .contains(
            "2026-11-23T02:00:00Z  4.0 h         6.0 h         had been due",
            "2026-11-23T04:00:00Z  2.0 h         4.0 h         had been due");
  }

  @ParameterizedTest
  @CsvSource({
    "heap.live, Classes that explain the heap",
    "buffers.direct, Who holds the direct buffers",
    "threads, Threads",
    "files, Open files",
    "metaspace, Classes by class loader",
  })
  void whatExplainsTheIndicatorComesFirst(String indicator, String title) {
    Report report = report(indicator, true);
    Report full =
        new Report(
            report.aging(),
            report.at(),
            true,
            true,
            report.suspects(),
            report.holders(),
            report.threads(),
            report.files(),
            List.of(new Groups.Row("a.Loader", 1, 1)),
            report.buffers(),
            Named.NOTHING,
            kind -> "",
            List.of());

    assertThat(full.tables().get(0).title()).isEqualTo(title);
  }

  @Test
  void withoutAYoungServerNothingIsSaidToHaveGrown() {
    assertThat(ReportText.render(report("threads", false)))
        .contains(
            "  worker-#  12   ?      shop.Pool",
            "Nothing is known of the young server",
            "no younger histogram");
  }

  @Test
  void thePageNeedsNothingElseAndTakesNoMarkup() {
    String page = ReportHtml.render(report("heap.live", true));

    assertThat(page)
        .startsWith("<!DOCTYPE html>")
        .contains(
            "&lt;b&gt;of&lt;/b&gt;", "shop.Receipt", "<polyline", "var(--limit)", "var(--trend)")
        .doesNotContain("<b>of", "http://", "https://", "<script", " src=", "NaN");
  }

  @Test
  void onePointIsNoCurve() {
    Report whole = report("heap.live", true);
    Row row = whole.aging().indicators().get(0);

    assertThat(CurveSvg.render(row, whole.aging().curve().subList(0, 1))).isEmpty();
    assertThat(CurveSvg.render(row, whole.aging().curve()))
        .contains("100.0 MiB", "2026-11-23T07:00:00Z");
  }

  @Test
  void aFlatCurveOfNothingCanBeDrawn() {
    Row row =
        new Row("files", 0, 0, "files", "STABLE", "", Double.NaN, Double.NaN, Double.NaN, 0, 0);
    List<Point> flat = List.of(new Point(BEGAN, 0, Double.NaN), new Point(BEGAN, 0, Double.NaN));

    assertThat(CurveSvg.render(row, flat)).contains("<polyline").doesNotContain("NaN", "Infinity");
  }

  @Test
  void whateverANameHoldsIsShownAsText() {
    assertThat(ReportHtml.escaped("<a href=\"x\">'&\u0000\n"))
        .isEqualTo("&lt;a href=&quot;x&quot;&gt;&#39;&amp;\uFFFD\n");
  }

  @ParameterizedTest
  @CsvSource({
    "0.5, 30.0 min",
    "3.25, 3.3 h",
    "71, 71.0 h",
    "100, 4.2 days",
  })
  void timesAreSaidAsPeopleDo(double hours, String text) {
    assertThat(Format.hours(hours)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "100, bytes, 100 B",
    "20480, bytes, 20 KiB",
    "104857600, bytes, 100.0 MiB",
    "0.123, ratio, 12.3 %",
    "0.0123, seconds, 0.0123 s",
    "1234, threads, '1,234'",
    "1.5, requests/second, 1.50",
  })
  void amountsHaveTheirUnit(double value, String unit, String text) {
    assertThat(Format.amount(value, unit)).isEqualTo(text);
  }

  @Test
  void aNameCannotBreakALineOfTheText() {
    Report report = report("heap.live", true);
    Report named =
        new Report(
            report.aging(),
            report.at(),
            true,
            true,
            report.suspects(),
            new Holders(Map.of("byte[]", Map.of("shop.Cache", 0.97))),
            List.of(new Groups.Row("evil\nReason: none\u001b[2J", 1, 1)),
            List.of(),
            List.of(),
            buffers(),
            Named.NOTHING,
            kind -> "",
            List.of());

    assertThat(ReportText.render(named).lines())
        .noneMatch(l -> l.startsWith("Reason: none"))
        .anyMatch(l -> l.contains("shop.Cache") && l.contains("97 %"));
    assertThat(ReportText.render(named)).doesNotContain("\u001b");
  }
}
