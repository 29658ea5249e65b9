package dev.perennial.agent.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.log.Log;
import dev.perennial.agent.status.PastRejuvenation;
import dev.perennial.coordinator.aging.Judgement;
import dev.perennial.coordinator.aging.Judgement.Finding;
import dev.perennial.coordinator.aging.Reading;
import dev.perennial.coordinator.aging.Verdict;
import dev.perennial.coordinator.policy.Cure;
import dev.perennial.coordinator.policy.MaintenanceWindows;
import dev.perennial.coordinator.policy.WhenToAct;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActingTest {
  private static final Instant MONDAY_NOON = Instant.parse("2026-11-23T12:00:00Z");

  @TempDir Path directory;

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private Instant now = MONDAY_NOON;

  private Acting acting(String windows, ZoneId zone) {
    Clock clock =
        new Clock() {
          @Override
          public ZoneId getZone() {
            return zone;
          }

          @Override
          public Clock withZone(ZoneId other) {
            throw new UnsupportedOperationException();
          }

          @Override
          public Instant instant() {
            return now;
          }
        };
    Log log =
        Log.toStream(InstantSource.system(), new PrintStream(said, true, StandardCharsets.UTF_8));
    WhenToAct policy = new WhenToAct(MaintenanceWindows.parse(windows), 0.5, 300, 60);
    return new Acting(policy, new Cure(Duration.ofMinutes(2)), directory, clock, log);
  }

  private static Judgement judged(String indicator, double secondsLeft) {
    Reading reading = new Reading(indicator, 9, 10, "x");
    Finding finding =
        new Finding(reading, Verdict.UNSTABLE, "old", 1.0, secondsLeft + 3600, secondsLeft, null);
    Finding fine =
        new Finding(new Reading("files", 1, 10, "x"), Verdict.STABLE, "", null, null, null, null);
    return new Judgement(Verdict.UNSTABLE, "old", secondsLeft, List.of(finding, fine));
  }

  @Test
  void theWindowIsThatOfItsOwnZone() {
    Judgement judgement = judged("heap.live", 10 * 3600);

    assertThat(acting("14:00-15:00", ZoneOffset.UTC).waitsFor(judgement, 0.1, 1))
        .contains("opens in 2 h");
    assertThat(acting("14:00-15:00", ZoneOffset.ofHours(2)).waitsFor(judgement, 0.1, 1)).isEmpty();
  }

  @Test
  void ageAloneWaitsForAnyWindow() {
    for (String age : List.of("uptime", "load.served")) {
      assertThat(acting("11:00-12:00", ZoneOffset.UTC).waitsFor(judged(age, -1), 0.1, 1))
          .contains("opens in 23 h");
    }
    assertThat(acting("11:00-12:00", ZoneOffset.UTC).waitsFor(judged("heap.live", -1), 0.1, 1))
        .isEmpty();
  }

  @Test
  void aRestartThatDidNotCureStaysAnObstacleForAsLongAsTheVerdictLasts() {
    Acting acting = acting("00:00-24:00", ZoneOffset.UTC);
    List<PastRejuvenation> history = List.of(rejuvenatedAt(MONDAY_NOON.minusSeconds(60)));
    Judgement judgement = judged("heap.live", 100);

    acting.look(judgement, 0.1);
    assertThat(acting.obstacle(history, judgement)).contains("did not cure");
    now = now.plusSeconds(3600);
    acting.look(judgement, 0.1);
    assertThat(acting.obstacle(history, judgement)).contains("did not cure");

    acting.look(new Judgement(Verdict.STABLE, "well", null, List.of()), 0.1);
    assertThat(acting.obstacle(history, judgement)).isEmpty();
  }

  @Test
  void theLoadsPatternOutlivesTheServer() throws Exception {
    Acting first = acting("00:00-24:00", ZoneOffset.UTC);
    Judgement judgement = judged("heap.live", 80 * 3600);
    now = MONDAY_NOON.minus(Duration.ofDays(1));
    for (; now.isBefore(MONDAY_NOON); now = now.plusSeconds(60)) {
      first.look(judgement, now.isBefore(MONDAY_NOON.minus(Duration.ofHours(8))) ? 0.1 : 0.9);
    }

    assertThat(acting("00:00-24:00", ZoneOffset.UTC).waitsFor(judgement, 0.9, 1))
        .startsWith("waits for a quieter hour");
    Files.writeString(directory.resolve("load-pattern.txt"), "rubbish");
    assertThat(acting("00:00-24:00", ZoneOffset.UTC).waitsFor(judgement, 0.9, 1)).isEmpty();
    assertThat(said.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  private static PastRejuvenation rejuvenatedAt(Instant ended) {
    return new PastRejuvenation(
        1,
        ended,
        ended,
        "rejuvenated",
        "heap",
        "s2",
        PastRejuvenation.Moving.NONE,
        0,
        0,
        0,
        0,
        0,
        0,
        1,
        1,
        null);
  }
}
