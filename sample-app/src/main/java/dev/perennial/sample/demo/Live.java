package dev.perennial.sample.demo;

import dev.perennial.sample.client.Figures;
import dev.perennial.sample.client.Traffic;
import dev.perennial.sample.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Looks at the cluster again and again, and shows what it sees. Used by one thread. */
final class Live {
  private static final long PERIOD_MILLIS = 80;
  private static final long BLOCK_NANOS = 400_000_000L;
  private static final long PIPE_NANOS = 10_000_000_000L;

  private final DemoCluster cluster;
  private final boolean withAgent;
  private final Http http;
  private final Screen screen;
  private final Traffic traffic;
  private final CountDownLatch never = new CountDownLatch(1);
  private ClusterStatus latest = ClusterStatus.NOTHING;
  private String aside = "";
  private Figures shown;
  private long shownAt = System.nanoTime();

  Live(DemoCluster cluster, boolean withAgent, Http http, Screen screen, Traffic traffic) {
    this.cluster = cluster;
    this.withAgent = withAgent;
    this.http = http;
    this.screen = screen;
    this.traffic = traffic;
    this.shown = traffic.figures();
  }

  /**
   * Looks once, tells what is new, and rests a moment.
   *
   * @param last the name of the server to ask last, as it may be about to restart
   * @throws DemoFailure if a server's process has ended
   */
  ClusterStatus look(String last) throws InterruptedException {
    cluster.requireAlive();
    if (withAgent) {
      ask(last)
          .map(now -> now.withLeaderOf(latest))
          .ifPresent(
              now -> {
                Story.tell(latest, now).forEach(screen::say);
                latest = now;
              });
    }
    show();
    rest();
    return latest;
  }

  /** Shows something beside the rest, until something else; empty for nothing. */
  void aside(String text) {
    aside = text;
  }

  void rest() throws InterruptedException {
    if (never.await(PERIOD_MILLIS, TimeUnit.MILLISECONDS)) {
      throw new AssertionError("nobody counts down");
    }
  }

  private Optional<ClusterStatus> ask(String last) throws InterruptedException {
    List<ServerProcess> order = new ArrayList<>(cluster.servers());
    order.sort((a, b) -> Boolean.compare(a.name().equals(last), b.name().equals(last)));
    for (ServerProcess server : order) {
      Optional<Json> answer = http.get(server.plan().agentUrl() + "/cluster");
      Optional<ClusterStatus> status = answer.map(ClusterStatus::of);
      if (status.filter(s -> !s.servers().isEmpty()).isPresent()) {
        return status;
      }
    }
    return Optional.empty();
  }

  private void show() {
    long now = System.nanoTime();
    long age = now - shownAt;
    if (age < (screen.terminal() ? BLOCK_NANOS : PIPE_NANOS)) {
      return;
    }
    Figures figures = traffic.figures();
    double rate = (figures.requests() - shown.requests()) * 1e9 / age;
    if (screen.terminal()) {
      screen.block(StatusBlock.lines(latest, figures, rate, aside));
    } else if (figures.requests() > 0) {
      String more = aside.isEmpty() ? "" : "; " + aside;
      screen.say(StatusBlock.client(figures, rate).strip() + more);
    }
    shown = figures;
    shownAt = now;
  }
}
