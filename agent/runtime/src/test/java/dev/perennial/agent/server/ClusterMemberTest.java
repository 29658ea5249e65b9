package dev.perennial.agent.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.log.Suppressed;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class ClusterMemberTest {
  private final Scene scene = new Scene();
  private final Queue<Runnable> loop = new ArrayDeque<>();
  private final List<String> calls = new ArrayList<>();
  private final ClusterMember member = new ClusterMember(loop::add, scene.log);
  private boolean lost;
  private boolean fails;

  @Test
  void withoutAClusterTurnsDoNothingAndNothingIsKnown() {
    member.turn();
    member.leave();

    assertThat(member.isJoined()).isFalse();
    assertThat(member.isInTouch()).isFalse();
    assertThat(member.store()).isEmpty();
    assertThat(member.view()).isEmpty();
  }

  @Test
  void onceJoinedEachTurnIsDone() {
    join();

    member.turn();
    member.turn();

    assertThat(calls).containsExactly("turn", "turn");
    assertThat(member.isInTouch()).isTrue();
    assertThat(member.store()).containsSame(scene.store);
  }

  @Test
  void anyNumberOfTurnsAskedForComeToOne() {
    join();

    member.askForTurn();
    member.askForTurn();
    assertThat(loop).hasSize(1);
    loop.remove().run();
    member.askForTurn();

    assertThat(calls).containsExactly("turn");
    assertThat(loop).hasSize(1);
  }

  @Test
  void aTurnThatFailsIsToldAndAnotherCanBeAskedFor() {
    join();
    fails = true;
    long suppressed = Suppressed.total();

    member.askForTurn();
    loop.remove().run();
    member.askForTurn();

    assertThat(Suppressed.total()).isEqualTo(suppressed + 1);
    assertThat(scene.said()).contains("a turn in the cluster failed");
    assertThat(loop).hasSize(1);
  }

  @Test
  void aMemberThatHasDiedCannotBeCountedOn() {
    join();
    lost = true;

    assertThat(member.isInTouch()).isFalse();
  }

  @Test
  void whoHasLeftDoesNoMoreTurns() {
    join();

    member.leave();
    member.turn();

    assertThat(calls).containsExactly("left");
    assertThat(member.hasLeft()).isTrue();
    assertThat(member.isInTouch()).isFalse();
  }

  @Test
  void whoFallsSilentDoesNotLeave() {
    join();

    member.fallSilent();
    member.turn();

    assertThat(calls).isEmpty();
    assertThat(member.hasLeft()).isTrue();
  }

  private void join() {
    member.joined(
        new ClusterMember.Membered(
            scene.store, Optional::empty, () -> lost, this::turn, () -> calls.add("left")));
  }

  private void turn() {
    if (fails) {
      throw new IllegalStateException("planted");
    }
    calls.add("turn");
  }
}
