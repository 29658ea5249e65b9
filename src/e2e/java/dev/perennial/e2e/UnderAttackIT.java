package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.testing.cluster.Cluster;
import dev.perennial.testing.cluster.FreePorts;
import dev.perennial.testing.cluster.Server;
import dev.perennial.testing.consistency.Route;
import dev.perennial.testing.consistency.SessionLoad;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * A thousand slow and five thousand idle clients at the agents' ports, and 25 greetings a second of
 * who does not have the secret: probes are answered, servers rejuvenated and clients served as
 * without them. Alone, as times are compared.
 */
@Timeout(900)
@Tag("full")
@Isolated
final class UnderAttackIT {
  private static final int SETTLED = 100;
  private static final double MOST = 2;
  private static final long HEAP_SLACK = 4 << 20;

  /** The places of all ports: 256 + 32 + 64 + 48, and as many threads as the last two. */
  private static final int MOST_CONNECTIONS = 256 + 32 + 64 + 48;

  private static final int MOST_THREADS = 2 * 64 + 64;
  private static final int SLACK = 40;

  @Test
  void itIsAsIfNobodyAttacked() throws Exception {
    try (Cluster cluster = Clusters.of("under-attack", "11").with("perennial.min-uptime", "0ms")) {
      cluster.with("perennial.restart.max-per-hour", "10");
      cluster.add("s1", "primary");
      cluster.add("s2", "spare");
      for (Server server : cluster.servers()) {
        server.settings.put("perennial.state.port", Integer.toString(FreePorts.next()));
        server.settings.put("perennial.http.agent-check-port", Integer.toString(FreePorts.next()));
      }
      WebApp.layTokens(cluster);
      cluster.start();
      List<Integer> ports = cluster.servers().stream().map(s -> s.httpPort).toList();
      try (SessionLoad load = new SessionLoad(8, 1, 10_000, () -> Route.around(ports))) {
        load.awaitMore(400);
        double earlier = rejuvenated(cluster);
        load.awaitMore(400);
        Map<String, ServerFigures> before = figures(cluster);
        Probed control = Probed.of(cluster.servers());
        Attacked attacked = attacked(cluster);
        control = control.and(Probed.of(cluster.servers()));
        double usual = (earlier + rejuvenated(cluster)) / 2;

        System.out.printf(
            "nobody: %s%nattack: %s%nratios: %s %s%nrejuvenation: %.1f s; under attack %.1f s%n",
            control,
            attacked.probed,
            attacked.probed.ratios(control, 0.5),
            attacked.probed.ratios(control, 0.99),
            usual,
            attacked.seconds);
        System.out.printf(
            "%s%n%s%n%s%n%s%n", before, attacked.early, attacked.late, attacked.young);
        load.finish(ports.stream().mapToInt(p -> p).toArray()).requireNoneFailed();
        for (double part : List.of(0.5, 0.99)) {
          assertThat(attacked.probed.ratios(control, part))
              .as("times of probes, part %s", part)
              .allSatisfy(ratio -> assertThat(ratio).isLessThan(MOST));
        }
        assertThat(attacked.seconds / usual).as("time of a rejuvenation").isLessThan(MOST);
        flat(before, attacked.early, MOST_CONNECTIONS, MOST_THREADS);
        // How many of their places the attackers hold differs from one moment to the next.
        flat(before, attacked.late, MOST_CONNECTIONS, MOST_THREADS);
        flat(before, attacked.young, MOST_CONNECTIONS, MOST_THREADS);
      }
      for (Server server : cluster.servers()) {
        assertThat(server.attribute(Server.SERVER_BEAN, "SuppressedErrors")).isEqualTo(0L);
      }
    }
  }

  /**
   * What there was under attack.
   *
   * @param seconds of a rejuvenation
   * @param early what servers held once all attackers were there
   * @param late and after a while
   * @param young and after their rejuvenations
   */
  private record Attacked(
      Probed probed,
      double seconds,
      Map<String, ServerFigures> early,
      Map<String, ServerFigures> late,
      Map<String, ServerFigures> young) {}

  private static Attacked attacked(Cluster cluster) throws Exception {
    Path folder = cluster.get("s1").base.resolve("attack");
    try (Attack attack = Attack.on(folder, cluster.servers())) {
      attack.awaitFull(SETTLED);
      Map<String, ServerFigures> early = figures(cluster);
      Probed probed = Probed.of(cluster.servers());
      attack.awaitFull(SETTLED);
      Map<String, ServerFigures> late = figures(cluster);
      double seconds = rejuvenated(cluster);
      Attacked attacked = new Attacked(probed, seconds, early, late, figures(cluster));
      System.out.println("under attack: " + attack);
      assertThat(attack.isUnderWay()).isTrue();
      return attacked;
    }
  }

  /** Has each server rejuvenated in turn. Returns the seconds for one. */
  private static double rejuvenated(Cluster cluster) throws Exception {
    long began = System.nanoTime();
    cluster.rejuvenate(cluster.get("s1"));
    cluster.rejuvenate(cluster.get("s2"));
    return (System.nanoTime() - began) / 2e9;
  }

  private static Map<String, ServerFigures> figures(Cluster cluster) throws Exception {
    Map<String, ServerFigures> figures = new LinkedHashMap<>();
    for (Server server : cluster.servers()) {
      figures.put(server.name, ServerFigures.of(server));
    }
    return figures;
  }

  private static void flat(
      Map<String, ServerFigures> before,
      Map<String, ServerFigures> after,
      int descriptors,
      int threads) {
    before.forEach(
        (name, was) -> {
          ServerFigures is = after.get(name);
          assertThat(is.heap() - was.heap()).as("heap of %s", name).isLessThan(HEAP_SLACK);
          assertThat(is.descriptors() - was.descriptors())
              .as("descriptors of %s", name)
              .isLessThanOrEqualTo(descriptors + SLACK);
          assertThat(is.threads() - was.threads())
              .as("threads of %s", name)
              .isLessThanOrEqualTo(threads + SLACK);
        });
  }
}
