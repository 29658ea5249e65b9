package dev.perennial.sample.demo;

import dev.perennial.testing.cluster.ClusterStatus;
import dev.perennial.testing.cluster.ServerStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Tells in words what is new from one status of the cluster to the next. Pure. */
final class Story {
  private Story() {}

  static List<String> tell(ClusterStatus before, ClusterStatus now) {
    List<String> lines = new ArrayList<>();
    if (!now.leader().isEmpty() && !now.leader().equals(before.leader())) {
      lines.add("leader is " + now.leader());
    }
    for (ServerStatus server : now.servers()) {
      tell(before.server(server.name()).orElse(null), server, lines);
    }
    return lines;
  }

  private static void tell(ServerStatus before, ServerStatus now, List<String> lines) {
    if (before == null || !before.verdict().equals(now.verdict())) {
      if (!now.verdict().isEmpty() && !(before == null && now.verdict().equals("STABLE"))) {
        lines.add(now.name() + " is judged " + now.verdict() + because(now.reason()));
      }
    }
    if (before == null
        || !before.stage().equals(now.stage())
        || !before.role().equals(now.role())) {
      String successor = now.successor().isEmpty() ? "" : ", successor " + now.successor();
      lines.add(
          now.name()
              + " "
              + now.role()
              + " "
              + now.stage()
              + successor
              + because(now.stageReason()));
    }
    ServerStatus.Duplexing old = before == null ? null : before.duplexing();
    if (!now.duplexing().state().isEmpty() && !now.duplexing().equals(old)) {
      lines.add(now.name() + " duplexing: " + progress(now.duplexing()));
    }
  }

  static String progress(ServerStatus.Duplexing d) {
    String text =
        String.format(
            Locale.ROOT,
            "%s, round %d, %d sessions and %s sent, %d to send",
            d.state(),
            d.pass(),
            d.sessionsSent(),
            bytes(d.bytesSent()),
            d.sessionsDirty());
    return d.detail().isEmpty() ? text : text + " (" + d.detail() + ")";
  }

  static String bytes(long bytes) {
    if (bytes < 10 * 1024) {
      return bytes + " B";
    }
    return bytes < 10 * 1024 * 1024
        ? bytes / 1024 + " KiB"
        : String.format(Locale.ROOT, "%.1f MiB", bytes / 1048576.0);
  }

  private static String because(String reason) {
    return reason.isEmpty() ? "" : ": " + reason;
  }
}
