package dev.perennial.sample.demo;

import dev.perennial.sample.client.Figures;
import dev.perennial.testing.cluster.ClusterStatus;
import dev.perennial.testing.cluster.ServerStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The block that is drawn again and again: servers and client at a moment. Pure. */
final class StatusBlock {
  private StatusBlock() {}

  /**
   * @param aside what else there is to say, empty for nothing
   */
  static List<String> lines(
      ClusterStatus status, Figures figures, double requestsPerSecond, String aside) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add(row("server", "role", "stage", "verdict", "sessions", ""));
    for (ServerStatus s : status.servers()) {
      String more = s.duplexing().state().isEmpty() ? s.reason() : Story.progress(s.duplexing());
      String sessions = s.sessions() < 0 ? "" : Long.toString(s.sessions());
      lines.add(row(s.name(), s.role(), s.stage(), s.verdict(), sessions, more));
    }
    lines.add(client(figures, requestsPerSecond));
    if (!aside.isEmpty()) {
      lines.add("  " + aside);
    }
    return lines;
  }

  static String client(Figures f, double requestsPerSecond) {
    return String.format(
        Locale.ROOT,
        "  client: %d requests, %.0f a second; %d failed, %d lost, %d stale; longest wait %d ms",
        f.requests(),
        requestsPerSecond,
        f.failed(),
        f.lost(),
        f.stale(),
        f.maxWaitMillis());
  }

  private static String row(String... cells) {
    return String.format(Locale.ROOT, "  %-7s %-8s %-13s %-9s %9s  %s", (Object[]) cells);
  }
}
