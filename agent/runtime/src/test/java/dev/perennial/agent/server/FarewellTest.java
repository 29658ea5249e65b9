package dev.perennial.agent.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.coordinator.roster.LeavePolicy;
import dev.perennial.coordinator.roster.Report;
import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.roster.ServerEntry;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class FarewellTest {
  private final Scene scene = new Scene();
  private final FakeRejuvenation rejuvenation = new FakeRejuvenation();
  private final Operator operator = new Operator(Report.Action.AUTOMATIC);
  private final OrderlyStop stop =
      new OrderlyStop(
          new LeavePolicy(30_000, 10_000), operator, () -> "", Scene.CLOCK, scene.calls::add);

  @Test
  void itHandsOverThenRefusesClientsThenLeaves() {
    join();

    farewell(true).say();

    assertThat(scene.calls)
        .containsExactly(
            "this process is told to stop: it hands over first",
            "turn",
            "leaves the cluster: handed over",
            "refuse clients",
            "left");
    assertThat(operator.order()).isEqualTo(Report.Order.LEAVE);
  }

  @Test
  void whoOnlyObservesLeavesClientsToTheContainer() {
    join();

    farewell(false).say();

    assertThat(scene.calls).contains("left").doesNotContain("refuse clients");
  }

  @Test
  void itIsSaidOnce() {
    join();
    farewell(true).say();
    scene.calls.clear();

    farewell(true).say();

    assertThat(scene.calls).isEmpty();
  }

  /** As a container and the process do when they are told to stop. */
  @Test
  @Timeout(60)
  void whoeverSaysItMeanwhileWaitsForItsEnd() throws Exception {
    join();
    Farewell farewell = farewell(true);
    Thread second = new Thread(farewell::say, "second");
    rejuvenation.refusing =
        () -> {
          second.start();
          // Until it waits, or has begun to do the same once more and left.
          while (second.getState() != Thread.State.BLOCKED && second.isAlive()) {
            Thread.onSpinWait();
          }
        };

    farewell.say();
    second.join();

    assertThat(scene.calls).containsOnlyOnce("refuse clients").containsOnlyOnce("left");
  }

  @Test
  void aRestartIsNoStop() {
    join();
    rejuvenation.restarting = true;

    farewell(true).say();

    assertThat(scene.calls).isEmpty();
    assertThat(scene.member.hasLeft()).isFalse();
  }

  /** Its last thread has ended: nobody waits for a hand-over that cannot be. */
  @Test
  void anApplicationThatHasEndedByItselfHandsNothingOver() {
    join();
    scene.store.closed = true;

    farewell(true).say();

    assertThat(scene.calls).containsExactly("left");
    assertThat(stop.isBegun()).isFalse();
  }

  @Test
  void withoutAClusterThereIsNothingToHandOver() {
    farewell(true).say();

    assertThat(scene.calls).isEmpty();
    assertThat(stop.isBegun()).isFalse();
  }

  @Test
  void interruptedItLeavesAllTheSame() {
    scene.joined();
    Thread.currentThread().interrupt();

    farewell(true).say();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(scene.calls).contains("left").doesNotContain("refuse clients");
  }

  /** With a turn that carries the stop out, as the loop's would. */
  private void join() {
    scene.member.joined(
        new ClusterMember.Membered(
            scene.store,
            Optional::empty,
            () -> false,
            () -> {
              scene.calls.add("turn");
              stop.end("handed over");
            },
            () -> scene.calls.add("left")));
  }

  private Farewell farewell(boolean movesClients) {
    return new Farewell(scene.member, stop, rejuvenation, movesClients, scene.log);
  }

  private final class FakeRejuvenation implements Rejuvenation {
    boolean restarting;
    Runnable refusing = () -> {};

    @Override
    public void begin(ServerEntry self, Roster roster) {
      throw new AssertionError("nothing is rejuvenated here");
    }

    @Override
    public void lendThread() {
      throw new AssertionError("no thread is lent here");
    }

    @Override
    public void refuseClients() {
      scene.calls.add("refuse clients");
      Runnable meanwhile = refusing;
      refusing = () -> {};
      meanwhile.run();
    }

    @Override
    public String obstacle() {
      return "";
    }

    @Override
    public boolean isRestarting() {
      return restarting;
    }

    @Override
    public @Nullable GivenUp givenUp(long round) {
      return null;
    }
  }
}
