package dev.perennial.agent.rejuvenation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LentThreadTest {
  private final List<Thread> doneBy = new ArrayList<>();

  /** A server that was handed over because of its threads must still get to its restart. */
  @Test
  void withoutMoreThreadsAnotherOneDoesIt() {
    LentThread lent = new LentThread(NoThread::new);

    lent.execute(() -> doneBy.add(Thread.currentThread()));
    assertThat(doneBy).isEmpty();
    lent.lend();
    lent.lend();

    assertThat(doneBy).containsExactly(Thread.currentThread());
  }

  @Test
  void aThreadOfItsOwnDoesItOtherwise() throws InterruptedException {
    List<Thread> started = new ArrayList<>();
    LentThread lent =
        new LentThread(
            task -> {
              Thread thread = new Thread(task);
              started.add(thread);
              return thread;
            });

    lent.execute(() -> doneBy.add(Thread.currentThread()));
    started.get(0).join();
    lent.lend();

    assertThat(doneBy).isEqualTo(started);
  }

  private static final class NoThread extends Thread {
    NoThread(Runnable task) {
      super(task);
    }

    @Override
    public synchronized void start() {
      throw new OutOfMemoryError("unable to create native thread");
    }
  }
}
