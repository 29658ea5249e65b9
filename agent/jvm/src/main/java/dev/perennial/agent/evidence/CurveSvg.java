package dev.perennial.agent.evidence;

import java.util.List;
import java.util.Locale;

/** Draws an indicator over a life, with its limit and where its trend leads to. Pure. */
final class CurveSvg {
  private static final double WIDTH = 800;
  private static final double HEIGHT = 260;
  private static final double LEFT = 80;
  private static final double TOP = 24;
  private static final double BOTTOM = 30;

  /** Of the picture's width, what the forecast gets at most. */
  private static final double AHEAD = 0.35;

  private final double fromMillis;
  private final double untilMillis;
  private final double top;

  private CurveSvg(double fromMillis, double untilMillis, double top) {
    this.fromMillis = fromMillis;
    this.untilMillis = untilMillis;
    this.top = top;
  }

  /** Returns a picture; nothing where there is no curve yet. */
  static String render(Aging.Row indicator, List<Aging.Point> curve) {
    if (curve.size() < 2) {
      return "";
    }
    double from = curve.get(0).at().toEpochMilli();
    double last = curve.get(curve.size() - 1).at().toEpochMilli();
    boolean forecast = indicator.trendPerHour() > 0 && indicator.hoursLeft() >= 0;
    double ahead =
        forecast ? Math.min(indicator.hoursLeft() * 3.6e6, (last - from) * AHEAD / (1 - AHEAD)) : 0;
    double highest = curve.stream().mapToDouble(Aging.Point::value).max().orElse(0);
    double top = Math.max(Math.max(highest, indicator.limit()), Double.MIN_NORMAL) * 1.05;
    CurveSvg picture = new CurveSvg(from, Math.max(last + ahead, from + 1), top);
    StringBuilder svg = new StringBuilder();
    svg.append(format("<svg viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-label=\"", WIDTH, HEIGHT));
    svg.append(ReportHtml.escaped(indicator.name() + " over this life")).append("\">\n");
    svg.append(format("<text x=\"0\" y=\"14\">%s</text>\n", indicator.name()));
    picture.level(0, "0", "--line", svg);
    picture.level(highest, Format.amount(highest, indicator.unit()), "--line", svg);
    if (indicator.limit() > 0) {
      String limit = Format.amount(indicator.limit(), indicator.unit());
      picture.level(indicator.limit(), limit, "--limit", svg);
    }
    picture.curve(curve, svg);
    if (forecast) {
      Aging.Point now = curve.get(curve.size() - 1);
      double then = now.value() + indicator.trendPerHour() * ahead / 3.6e6;
      picture.line(last, now.value(), last + ahead, Math.min(then, top), "--trend", svg);
    }
    picture.time(from, "start", curve.get(0).at().toString(), svg);
    picture.time(last, "end", curve.get(curve.size() - 1).at().toString(), svg);
    return svg.append("</svg>\n").toString();
  }

  private void level(double value, String label, String colour, StringBuilder svg) {
    line(fromMillis, value, untilMillis, value, colour, svg);
    svg.append(
        format(
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"end\">%s</text>\n",
            LEFT - 6, y(value) + 4, ReportHtml.escaped(label)));
  }

  private void curve(List<Aging.Point> curve, StringBuilder svg) {
    svg.append("<polyline fill=\"none\" stroke=\"var(--curve)\" stroke-width=\"2\" points=\"");
    for (Aging.Point point : curve) {
      svg.append(format("%.1f,%.1f ", x((double) point.at().toEpochMilli()), y(point.value())));
    }
    svg.append("\"/>\n");
  }

  private void line(double x1, double y1, double x2, double y2, String colour, StringBuilder svg) {
    svg.append(
        format(
            "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"var(%s)\""
                + " stroke-width=\"1.5\" stroke-dasharray=\"%s\"/>\n",
            x(x1), y(y1), x(x2), y(y2), colour, colour.equals("--line") ? "none" : "6 4"));
  }

  private void time(double millis, String anchor, String label, StringBuilder svg) {
    svg.append(
        format(
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>\n",
            x(millis), HEIGHT - 8, anchor, ReportHtml.escaped(label)));
  }

  private double x(double millis) {
    return LEFT + (WIDTH - LEFT - 10) * (millis - fromMillis) / (untilMillis - fromMillis);
  }

  private double y(double value) {
    return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * Math.max(0, value) / top;
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
