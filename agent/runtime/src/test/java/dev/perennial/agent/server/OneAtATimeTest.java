package dev.perennial.agent.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

class OneAtATimeTest {
  private final Queue<Runnable> work = new ArrayDeque<>();
  private final List<String> calls = new ArrayList<>();
  private final OneAtATime task =
      new OneAtATime(() -> calls.add("done"), work::add, e -> calls.add("failed"));

  @Test
  void aTurnWhileTheLastOneGoesOnIsLeftOut() {
    task.turn();
    task.turn();
    assertThat(work).hasSize(1);

    work.remove().run();
    task.turn();

    assertThat(work).hasSize(1);
    assertThat(calls).containsExactly("done");
  }

  @Test
  void aTaskThatFailsIsToldAndDoneAgain() {
    OneAtATime failing =
        new OneAtATime(
            () -> {
              throw new LinkageError("planted");
            },
            work::add,
            e -> calls.add(e.getMessage()));

    failing.turn();
    work.remove().run();
    failing.turn();

    assertThat(calls).containsExactly("planted");
    assertThat(work).hasSize(1);
  }

  @Test
  void whereNoThreadWasToBeHadItIsTriedAgain() {
    List<Runnable> taken = new ArrayList<>();
    Executor exhausted =
        new Executor() {
          private boolean tried;

          @Override
          public void execute(Runnable command) {
            if (!tried) {
              tried = true;
              throw new OutOfMemoryError("unable to create native thread");
            }
            taken.add(command);
          }
        };
    OneAtATime tried = new OneAtATime(() -> calls.add("done"), exhausted, e -> calls.add("failed"));

    assertThatThrownBy(tried::turn).isInstanceOf(OutOfMemoryError.class);
    tried.turn();

    assertThat(taken).hasSize(1);
  }

  @Test
  void anInterruptIsKept() {
    OneAtATime interrupted =
        new OneAtATime(
            () -> {
              throw new InterruptedException();
            },
            Runnable::run,
            e -> calls.add("failed"));

    interrupted.turn();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(calls).isEmpty();
  }
}
