package dev.perennial.agent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class DearAnswersTest {
  private final List<Exception> failures = new CopyOnWriteArrayList<>();
  private final DearAnswers dear = new DearAnswers(3, failures::add);
  private final List<Answer> answers = new CopyOnWriteArrayList<>();
  private final AtomicInteger begun = new AtomicInteger();
  private final Semaphore mayEnd = new Semaphore(0);

  @AfterEach
  void close() {
    mayEnd.release(1_000);
    dear.close();
  }

  private Answer slow() {
    Answer answer = Answer.text(200, "answer " + begun.incrementAndGet());
    mayEnd.acquireUninterruptibly();
    return answer;
  }

  private void ask(String path, Supplier<Answer> maker) {
    dear.ask(path, maker, answers::add);
  }

  @Test
  void thoseWhoComeWhileOneIsMadeShareTheNext() {
    ask("/a", this::slow);
    await().until(() -> begun.get() == 1);
    ask("/a", this::slow);
    ask("/a", this::slow);
    mayEnd.release();
    await().until(() -> begun.get() == 2);

    assertThat(answers).containsExactly(Answer.text(200, "answer 1"));
    mayEnd.release();
    await().until(() -> answers.size() == 3);
    assertThat(answers.subList(1, 3)).containsOnly(Answer.text(200, "answer 2"));

    ask("/a", this::slow);
    mayEnd.release();
    await().until(() -> answers.size() == 4);
    assertThat(answers.get(3)).isEqualTo(Answer.text(200, "answer 3"));
  }

  @Test
  void whoeverCannotBeAnsweredTakesItFromNobodyElse() {
    dear.ask(
        "/a",
        () -> Answer.text(200, "first"),
        answer -> {
          throw new IllegalStateException("no heap for its bytes");
        });
    await().until(() -> failures.size() == 1);

    ask("/a", () -> Answer.text(200, "second"));

    await().until(() -> answers.contains(Answer.text(200, "second")));
    failures.clear();
  }

  @Test
  void moreThanMayWaitAreToldSoAtOnce() {
    ask("/a", this::slow);
    await().until(() -> begun.get() == 1);
    for (int i = 0; i < 3; i++) {
      ask("/a", this::slow);
    }
    ask("/a", this::slow);

    assertThat(answers).singleElement().extracting(Answer::status).isEqualTo(503);
  }

  @Test
  void onePathDoesNotWaitForAnother() {
    ask("/a", this::slow);
    ask("/a", this::slow);
    await().until(() -> begun.get() == 1);

    ask("/b", () -> Answer.text(200, "b"));

    await().until(() -> answers.contains(Answer.text(200, "b")));
  }

  @Test
  void whatFailsIsToldAndTheNextOneMade() {
    ask(
        "/a",
        () -> {
          throw new IllegalStateException("not now");
        });
    await().until(() -> answers.size() == 1);
    ask(
        "/a",
        () -> {
          throw new NoClassDefFoundError("not this");
        });
    await().until(() -> answers.size() == 2);

    assertThat(answers).containsOnly(Answer.FAILED);
    assertThat(failures).extracting(Exception::getMessage).anyMatch(m -> m.contains("not now"));
    assertThat(failures).hasSize(2);
  }

  @Test
  void afterTheEndNobodyWaits() {
    dear.close();

    ask("/a", this::slow);

    assertThat(answers).singleElement().extracting(Answer::status).isEqualTo(503);
    assertThat(failures).isEmpty();
  }
}
