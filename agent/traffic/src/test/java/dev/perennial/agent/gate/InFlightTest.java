package dev.perennial.agent.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class InFlightTest {
  @Test
  void aRequestCountsInThePhaseInWhichItCame() {
    InFlight inFlight = new InFlight();
    int before = inFlight.enter();

    int closed = inFlight.flip();
    int after = inFlight.enter();

    assertThat(inFlight.count(closed)).isEqualTo(1);
    assertThat(inFlight.count()).isEqualTo(2);
    inFlight.leave(before);
    assertThat(inFlight.count(closed)).isZero();
    inFlight.leave(after);
    assertThat(inFlight.count()).isZero();
  }

  @Test
  void aClosedPhaseThatWasSeenEmptyStaysEmptyWhileOthersCome() throws InterruptedException {
    InFlight inFlight = new InFlight();
    AtomicBoolean stop = new AtomicBoolean();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Thread thread =
          new Thread(
              () -> {
                while (!stop.get()) {
                  inFlight.leave(inFlight.enter());
                }
              });
      thread.start();
      threads.add(thread);
    }
    try {
      for (int round = 0; round < 2_000; round++) {
        int closed = inFlight.flip();
        while (inFlight.count(closed) != 0) {
          Thread.onSpinWait();
        }
        // Transient counts come and go in it, but nothing that was admitted.
        assertThat(inFlight.count(closed)).isGreaterThanOrEqualTo(0);
      }
    } finally {
      stop.set(true);
      for (Thread thread : threads) {
        thread.join();
      }
    }
    assertThat(inFlight.count()).isZero();
  }
}
