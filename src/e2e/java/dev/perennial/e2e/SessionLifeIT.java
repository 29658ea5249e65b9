package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.testing.cluster.Cluster;
import dev.perennial.testing.cluster.Server;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an application sees of its sessions while they move. */
@Timeout(300)
final class SessionLifeIT {
  @Test
  void aLiveSessionIsNeverDestroyedAndAnEndedOneExactlyOnce() throws Exception {
    try (Cluster cluster = Clusters.withProbes("session-life")) {
      cluster.start();
      Server aging = cluster.get("s1");
      ProbeClient live = ProbeClient.open(aging.httpPort);
      ProbeClient endedBefore = ProbeClient.open(aging.httpPort);
      ProbeClient endedAfter = ProbeClient.open(aging.httpPort);
      live.call(aging.httpPort, "add&name=book");
      String before = live.call(aging.httpPort, "show");
      endedBefore.call(aging.httpPort, "end");

      cluster.rejuvenate(aging);

      assertThat(live.call(aging.httpPort, "show"))
          .isEqualTo(before)
          .contains("new=false same=true");
      endedAfter.call(aging.httpPort, "end");
      assertThat(live.ended(cluster)).isZero();
      assertThat(endedBefore.ended(cluster)).isEqualTo(1);
      assertThat(endedAfter.ended(cluster)).isEqualTo(1);
      assertThat(endedAfter.call(aging.httpPort, "show")).isEqualTo("no session");
    }
  }

  @Test
  void aSessionKeepsItsNewIdWhenItWasRenamed() throws Exception {
    try (Cluster cluster = Clusters.withProbes("session-renamed")) {
      cluster.start();
      Server aging = cluster.get("s1");
      ProbeClient client = ProbeClient.open(aging.httpPort);
      client.call(aging.httpPort, "add&name=book");
      client.call(aging.httpPort, "rename");

      cluster.rejuvenate(aging);

      assertThat(client.call(aging.httpPort, "show")).contains("id=" + client.id(), "items=[book]");
      assertThat(client.ended(cluster)).isZero();
    }
  }

  @Test
  void aRequestThatIsInFlightAtTheSwitchLosesNothing() throws Exception {
    try (Cluster cluster = Clusters.withProbes("session-in-flight")) {
      cluster.start();
      Server aging = cluster.get("s1");
      ProbeClient client = ProbeClient.open(aging.httpPort);
      CompletableFuture<String> slow =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return client.call(aging.httpPort, "slow&millis=6000&name=late");
                } catch (java.io.IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });

      cluster.rejuvenate(aging);

      assertThat(slow.get(30, TimeUnit.SECONDS)).contains("items=[late]");
      assertThat(client.call(aging.httpPort, "show")).contains("items=[late]");
    }
  }
}
