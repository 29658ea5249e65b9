package dev.perennial.sample.demo;

import dev.perennial.sample.client.Figures;
import dev.perennial.sample.client.Traffic;
import dev.perennial.testing.cluster.ClusterStatus;
import dev.perennial.testing.cluster.Server;
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
  private final Screen screen;
  private final Traffic traffic;
  private final CountDownLatch never = new CountDownLatch(1);
  private ClusterStatus latest = ClusterStatus.NOTHING;
  private String aside = "";
  private Figures shown;
  private long shownAt = System.nanoTime();

  Live(DemoCluster cluster, boolean withAgent, Screen screen, Traffic traffic) {
    this.cluster = cluster;
    this.withAgent = withAgent;
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

  private Optional<ClusterStatus> ask(String last) {
    List<Server> order = new ArrayList<>(cluster.servers());
    order.sort((a, b) -> Boolean.compare(a.name.equals(last), b.name.equals(last)));
    return order.stream().map(Server::cluster).flatMap(Optional::stream).findFirst();
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
