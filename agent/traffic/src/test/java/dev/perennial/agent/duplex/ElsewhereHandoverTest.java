package dev.perennial.agent.duplex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perennial.agent.container.Elsewhere;
import dev.perennial.coordinator.roster.Report.Duplexing.State;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server with state that cannot be moved, because it is not here. */
@Timeout(60)
final class ElsewhereHandoverTest {
  private final TwoServers servers = new TwoServers();
  private final Source source = new Source(servers::toB);

  @BeforeEach
  void fill() {
    source.container.sessions.put("s", "state");
  }

  @AfterEach
  void end() {
    servers.close();
  }

  @Test
  void isNotHandedOverWithASessionClusterOfItsOwn() throws Exception {
    source.container.elsewhere =
        List.of(new Elsewhere("shop has a cluster", true), new Elsewhere("Redis", false));

    SourceRun run = source.duplex();

    assertThat(run.over().await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(run.progress().state()).isEqualTo(State.FAILED);
    assertThat(run.progress().detail()).isEqualTo("shop has a cluster");
    assertThat(servers.there.staged).isEmpty();
  }

  @Test
  void isHandedOverIfThereIsNothingToMoveThere() {
    source.container.elsewhere = List.of(new Elsewhere("kept in Redis: nothing to move", false));

    source.duplex();

    await().until(() -> source.state() == State.IN_SYNC);
  }

  /** Better a part than nothing. */
  @Test
  void movesTheRestIfAllWouldSoonBeLost() {
    source.container.elsewhere = List.of(new Elsewhere("shop has a cluster", true));
    source.mayLeaveSessions = true;

    source.duplex();

    await().until(() -> source.state() == State.IN_SYNC);
    assertThat(source.log).contains("shop has a cluster");
  }

  @Test
  void aBeanOfSpringThatLivesAsLongAsASessionIsNamedAsSuch() {
    assertThat(new Unmoved("0123456789", "shop", "scopedTarget.cart", "Cart", "it fails").line())
        .isEqualTo("session 012345...: session bean cart (Cart) of shop stays behind: it fails");
    assertThat(AttributeName.words("cart")).isEqualTo("attribute cart");
  }
}
