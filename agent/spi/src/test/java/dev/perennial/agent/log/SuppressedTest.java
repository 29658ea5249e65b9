package dev.perennial.agent.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SuppressedTest {
  @Test
  void countsAndTellsTheLast() {
    long before = Suppressed.total();

    Suppressed.count(new IllegalStateException("why"), "here");

    assertThat(Suppressed.total()).isEqualTo(before + 1);
    assertThat(Suppressed.last()).isEqualTo("here: java.lang.IllegalStateException: why");
  }

  /** An application's error may be unable to say what it is. */
  @Test
  void anErrorThatFailsInSayingWhatItIsCountsToo() {
    long before = Suppressed.total();

    Suppressed.count(new Wordless(), "there");

    assertThat(Suppressed.total()).isEqualTo(before + 1);
    assertThat(Suppressed.last()).isEqualTo("there");
  }

  private static final class Wordless extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new OutOfMemoryError("Java heap space");
    }
  }
}
