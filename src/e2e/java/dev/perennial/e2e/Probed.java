package dev.perennial.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.perennial.e2e.ProbeTimes.Target;
import dev.perennial.testing.cluster.Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How long probes of each kind took, and probes of a twin at the same moments: a port of this
 * process that answers at once and that nobody attacks. What the machine takes for itself, the twin
 * takes too.
 */
record Probed(ProbeTimes ready, ProbeTimes check, ProbeTimes twin) {
  private static final int TIMES = 1_000;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(3);

  /** Probes the servers in turn, one probe after another. */
  static Probed of(List<Server> servers) throws IOException {
    Target ready =
        new Target(
            servers.stream().map(s -> s.agentPort).toList(),
            "GET /ready HTTP/1.0\r\n\r\n",
            "HTTP/1.1 (200|503) ");
    Target check =
        new Target(
            servers.stream()
                .map(s -> Integer.parseInt(s.settings.get("perennial.http.agent-check-port")))
                .toList(),
            "",
            "(up|stopped) ");
    try (ServerSocket port = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread thread = new Thread(() -> answer(port), "twin");
      thread.start();
      Target twin = new Target(List.of(port.getLocalPort()), "", "up ");
      for (int i = 0; i < TIMES; i++) {
        for (Target target : List.of(ready, check, twin)) {
          target.probe();
          LockSupport.parkNanos(PAUSE_NANOS);
        }
      }
      return new Probed(ready.times(), check.times(), twin.times());
    }
  }

  private static void answer(ServerSocket port) {
    while (!port.isClosed()) {
      try (Socket client = port.accept()) {
        client.getOutputStream().write("up ready\n".getBytes(US_ASCII));
      } catch (IOException e) {
        // It was closed, or the next one asks.
        Thread.onSpinWait();
      }
    }
  }

  /** Returns these and others. */
  Probed and(Probed other) {
    return new Probed(ready.and(other.ready), check.and(other.check), twin.and(other.twin));
  }

  /** Returns how many times as long as others these took, measured by the twin of each. */
  List<Double> ratios(Probed others, double part) {
    double machine = twin.millis(part) / others.twin.millis(part);
    return List.of(
        ready.millis(part) / others.ready.millis(part) / machine,
        check.millis(part) / others.check.millis(part) / machine);
  }

  @Override
  public String toString() {
    return "/ready " + ready + "; agent-check " + check + "; twin " + twin;
  }
}
