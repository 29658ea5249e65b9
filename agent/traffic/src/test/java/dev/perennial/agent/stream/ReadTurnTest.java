package dev.perennial.agent.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReadTurnTest {
  private final ReadTurn turn = new ReadTurn();

  @Test
  void oneAtATimeHasIt() {
    assertThat(turn.isFree()).isTrue();
    assertThat(turn.tryTake()).isTrue();
    assertThat(turn.isFree()).isFalse();
    assertThat(turn.tryTake()).isFalse();

    turn.letGo();

    assertThat(turn.isFree()).isTrue();
    assertThat(turn.tryTake()).isTrue();
  }

  @Test
  void itIsLeftIfNobodyHadItBetweenTwoLooks() {
    assertThat(turn.takeIfLeft()).as("the first look").isFalse();
    assertThat(turn.takeIfLeft()).as("the second").isTrue();
    assertThat(turn.tryTake()).isFalse();
  }

  @Test
  void whoHasItIsNotRobbed() {
    assertThat(turn.tryTake()).isTrue();

    assertThat(turn.takeIfLeft()).isFalse();
    assertThat(turn.takeIfLeft()).isFalse();
  }

  @Test
  void itIsNotLeftIfSomebodyCameBetweenTwoLooks() {
    for (int i = 0; i < 100; i++) {
      assertThat(turn.takeIfLeft()).isFalse();
      assertThat(turn.tryTake()).isTrue();
      turn.letGo();
    }
  }

  /** A plain number, changed only by who has the turn, loses no change. */
  @Test
  void whatOneHasDoneTheNextSees() throws Exception {
    int each = 20_000;
    int[] plain = new int[1];
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      CountDownLatch all = new CountDownLatch(3);
      List<Future<?>> done = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        boolean looks = i == 2;
        done.add(
            threads.submit(
                () -> {
                  all.countDown();
                  all.await();
                  for (int n = 0; n < each; ) {
                    if (looks ? turn.takeIfLeft() : turn.tryTake()) {
                      plain[0]++;
                      n++;
                      turn.letGo();
                    } else {
                      Thread.onSpinWait();
                    }
                  }
                  return null;
                }));
      }
      for (Future<?> one : done) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(plain[0]).isEqualTo(3 * each);
  }
}
