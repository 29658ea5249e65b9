package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.testing.cluster.Cluster;
import dev.perennial.testing.cluster.Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an application sees of its sessions while they move: all of one rejuvenation. */
@Timeout(600)
final class SessionLifeIT {
  private static Cluster cluster;
  private static Server aging;
  private static ProbeClient live;
  private static String liveBefore;
  private static ProbeClient endedBefore;
  private static ProbeClient endedAfter;
  private static ProbeClient renamed;
  private static ProbeClient busy;
  private static CompletableFuture<String> slow;

  @BeforeAll
  static void rejuvenate() throws Exception {
    cluster = Clusters.withProbes("session-life");
    try {
      cluster.start();
      aging = cluster.get("s1");
      live = ProbeClient.open(aging.httpPort);
      endedBefore = ProbeClient.open(aging.httpPort);
      endedAfter = ProbeClient.open(aging.httpPort);
      renamed = ProbeClient.open(aging.httpPort);
      busy = ProbeClient.open(aging.httpPort);
      live.call(aging.httpPort, "add&name=book");
      liveBefore = live.call(aging.httpPort, "show");
      endedBefore.call(aging.httpPort, "end");
      renamed.call(aging.httpPort, "add&name=book");
      renamed.call(aging.httpPort, "rename");
      slow = CompletableFuture.supplyAsync(SessionLifeIT::slowRequest);

      cluster.rejuvenate(aging);
    } catch (Exception | AssertionError e) {
      cluster.close();
      throw e;
    }
  }

  /** It is under way when the rejuvenation begins. */
  private static String slowRequest() {
    try {
      return busy.call(aging.httpPort, "slow&millis=6000&name=late");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterAll
  static void end() {
    cluster.close();
  }

  @Test
  void aLiveSessionIsNeverDestroyed() throws Exception {
    assertThat(live.call(aging.httpPort, "show"))
        .isEqualTo(liveBefore)
        .contains("new=false same=true");
    assertThat(live.ended(cluster)).isZero();
  }

  @Test
  void anEndedSessionIsDestroyedExactlyOnce() throws Exception {
    endedAfter.call(aging.httpPort, "end");

    assertThat(endedBefore.ended(cluster)).isEqualTo(1);
    assertThat(endedAfter.ended(cluster)).isEqualTo(1);
    assertThat(endedAfter.call(aging.httpPort, "show")).isEqualTo("no session");
  }

  @Test
  void aSessionKeepsItsNewIdWhenItWasRenamed() throws Exception {
    assertThat(renamed.call(aging.httpPort, "show")).contains("id=" + renamed.id(), "items=[book]");
    assertThat(renamed.ended(cluster)).isZero();
  }

  @Test
  void aRequestThatIsInFlightAtTheSwitchLosesNothing() throws Exception {
    assertThat(slow.get(60, TimeUnit.SECONDS)).contains("items=[late]");
    assertThat(busy.call(aging.httpPort, "show")).contains("items=[late]");
  }
}
