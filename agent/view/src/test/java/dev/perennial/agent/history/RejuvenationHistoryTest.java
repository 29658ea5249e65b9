package dev.perennial.agent.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.status.HeldRequests;
import dev.perennial.agent.status.PastRejuvenation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RejuvenationHistoryTest {
  private static final Instant BEGUN = Instant.parse("2030-01-02T03:04:05.678Z");

  @TempDir Path directory;
  private Path file;
  private final List<String> problems = new ArrayList<>();

  @BeforeEach
  void nameFile() {
    file = directory.resolve("history.txt");
  }

  private RejuvenationHistory open() {
    return RejuvenationHistory.open(file, problems::add);
  }

  private static PastRejuvenation entry(long round) {
    return new PastRejuvenation(
        round,
        BEGUN,
        BEGUN,
        "restarting",
        "heap 90 % & rising = bad\n",
        "s2",
        new PastRejuvenation.Moving(
            3, 4, 5, 2, List.of("a & b", "c = d"), new HeldRequests.Summary(6, 7, 8, 9)),
        6,
        7,
        8,
        -1,
        10,
        -1,
        12,
        -1,
        "/e v/1");
  }

  @Test
  void theNextLifeCompletesWhatTheLastOneBegan() {
    open().begin(entry(7));

    RejuvenationHistory next = open();
    assertThat(next.all()).isEmpty();
    assertThat(next.pending()).contains(entry(7));
    next.finish(BEGUN.plusSeconds(9), "rejuvenated", new Footprint(100, 200), 12);

    PastRejuvenation whole = entry(7).completed(BEGUN.plusSeconds(9), "rejuvenated", 100, 200, 12);
    assertThat(next.all()).containsExactly(whole);
    assertThat(open().all()).containsExactly(whole);
    assertThat(open().pending()).isEmpty();
    assertThat(problems).isEmpty();
  }

  @Test
  void withNothingUnderWayThereIsNothingToFinish() {
    assertThat(open().finish(BEGUN, "rejuvenated", new Footprint(1, 2), 3)).isEmpty();
    assertThat(file).doesNotExist();
  }

  @Test
  void oldEntriesGo() {
    RejuvenationHistory history = open();
    for (int i = 0; i < 60; i++) {
      history.add(entry(i));
    }
    assertThat(open().all()).hasSize(50).last().isEqualTo(entry(59));
  }

  @Test
  void aSpoiltLineIsToldAndLeftOut() throws IOException {
    open().add(entry(1));
    Files.writeString(file, "round=2&begun\n", StandardOpenOption.APPEND);

    assertThat(open().all()).containsExactly(entry(1));
    assertThat(problems).singleElement().asString().contains(file.toString());
  }

  @Test
  void aFileThatCannotBeWrittenIsToldAndTheHistoryGoesOn() {
    RejuvenationHistory history =
        RejuvenationHistory.open(directory.resolve("none/history.txt"), problems::add);
    history.add(entry(1));

    assertThat(history.all()).hasSize(1);
    assertThat(problems).singleElement().asString().contains("cannot be written");
  }
}
