package dev.perennial.agent.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.container.MemoryContainer;
import dev.perennial.agent.duplex.Containers;
import dev.perennial.agent.load.LoadMeter;
import dev.perennial.agent.status.PastRejuvenation;
import dev.perennial.coordinator.aging.Judgement;
import dev.perennial.coordinator.aging.Verdict;
import dev.perennial.coordinator.policy.Cure;
import dev.perennial.coordinator.policy.MaintenanceWindows;
import dev.perennial.coordinator.policy.WhenToAct;
import dev.perennial.coordinator.roster.Report;
import dev.perennial.coordinator.roster.Role;
import dev.perennial.coordinator.roster.Stage;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelfReportTest {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  @TempDir Path directory;

  private final Scene scene = new Scene();
  private final MemoryContainer container = new MemoryContainer();
  private final Containers containers = new Containers();
  private final LoadMeter meter = new LoadMeter(() -> nanos());
  private final Operator operator = new Operator(Report.Action.AUTOMATIC);
  private final List<PastRejuvenation> history = new ArrayList<>();
  private Judgement judgement = Scene.STABLE;
  private @Nullable String refusal;
  private String restartObstacle = "";
  private double uptime = 30;
  private long seconds = 1_000;
  private boolean restarted;

  @Test
  void itSaysWhatThereIs() {
    containers.add(container);
    container.sessions.put("1", "x");
    meter.started();
    operator.hold();
    scene.stage(Stage.IN_SERVICE, null);

    ServerFacts facts = report(true).get();

    assertThat(facts.wishes())
        .isEqualTo(new Report.Wishes(Role.SPARE, Report.Action.SUPERVISED, Report.Order.HOLD));
    assertThat(facts.health())
        .isEqualTo(new Report.Health(Verdict.STABLE, "young", -1, 30, true, true));
    assertThat(facts.restart()).isEqualTo(new Report.Restart("", "", false));
    assertThat(facts.capacity().gate()).isTrue();
    assertThat(facts.capacity().fingerprint()).isEqualTo("shop 1");
    assertThat(facts.capacity().sessions()).isEqualTo(1);
    assertThat(facts.capacity().stateBytes()).isEqualTo(77);
    assertThat(facts.capacity().load()).isEqualTo(0.1);
    assertThat(facts.capacity().headroomBytes()).isPositive();
    assertThat(facts.addresses()).isEqualTo(new Report.Addresses("app", "state", "http"));
  }

  @Test
  void withoutAContainerNothingCanBeHandedOver() {
    ServerFacts facts = report(true).get();

    assertThat(facts.capacity().gate()).isFalse();
    assertThat(facts.capacity().load()).isZero();
    assertThat(facts.obstacleToMoving()).isEqualTo("its container is not recognised");
  }

  @ParameterizedTest
  @CsvSource({
    "false, 29, false",
    "false, 30, true",
    "true,  1,  true",
  })
  void aFreshLifeIsWarmAfterAWhileAndARestartedOneAtOnce(
      boolean after, double seconds, boolean warm) {
    restarted = after;
    uptime = seconds;

    assertThat(report(true).get().health().warm()).isEqualTo(warm);
  }

  @Test
  void whoDoesNotAnswerIsNeitherHealthyNorWarm() {
    refusal = "its answer is 503";

    Report.Health health = report(true).get().health();

    assertThat(health.healthy()).isFalse();
    assertThat(health.warm()).isFalse();
  }

  @Test
  void aFingerprintIsKeptForAWhileUnlessTheApplicationsChange() {
    containers.add(container);
    SelfReport report = report(true);
    assertThat(report.get().capacity().fingerprint()).isEqualTo("shop 1");
    container.fingerprint = "shop 2";

    seconds += 10;
    assertThat(report.get().capacity().fingerprint()).isEqualTo("shop 1");
    seconds += 1;
    assertThat(report.get().capacity().fingerprint()).isEqualTo("shop 2");
  }

  @Test
  void whatForbidsARestartIsLookedAtNowAndThen() {
    SelfReport report = report(true);
    restartObstacle = "app.jar has changed on disk";
    assertThat(report.get().restart().obstacle()).isEqualTo("app.jar has changed on disk");
    restartObstacle = "";
    seconds += 10;
    assertThat(report.get().restart().obstacle()).isEqualTo("app.jar has changed on disk");
    seconds += 1;
    assertThat(report.get().restart().obstacle()).isEmpty();
  }

  @Test
  void tooManyRestartsWithinTheHourForbidOneMoreAtOnce() {
    SelfReport report = report(true);
    assertThat(report.get().restart().obstacle()).isEmpty();
    history.add(past(NOON.minusSeconds(900)));
    history.add(past(NOON.minusSeconds(600)));

    assertThat(report.get().restart().obstacle())
        .startsWith("it was restarted 2 times within the hour");
  }

  @Test
  void whoIsCriticalForAMinuteMayBeRestartedAsItIsWhereThatIsWanted() {
    judgement = new Judgement(Verdict.CRITICAL, "the heap is full", null, List.of());
    SelfReport wanted = report(true);
    SelfReport unwanted = report(false);
    assertThat(wanted.get().restart().emergency()).isFalse();
    assertThat(unwanted.get().restart().emergency()).isFalse();

    seconds += CriticalTime.TIME_TO_DUPLEX_SECONDS;

    assertThat(wanted.get().restart().emergency()).isTrue();
    assertThat(unwanted.get().restart().emergency()).isFalse();
  }

  private SelfReport report(boolean emergency) {
    ApplicationProbe probe = new ApplicationProbe(new Answering(), look -> {}, false, scene.log);
    probe.look();
    Acting acting =
        new Acting(
            new WhenToAct(MaintenanceWindows.parse("Sun 00:00-24:00"), 0.5, 300, 60),
            new Cure(Duration.ofMinutes(2)),
            directory,
            Clock.fixed(NOON, ZoneOffset.UTC),
            scene.log);
    return new SelfReport(
        () -> judgement,
        new SelfReport.Wanted(Role.SPARE, Report.Action.SUPERVISED),
        operator,
        new Readiness(probe, () -> uptime, restarted, 30),
        new Reluctance(
            acting,
            () -> history,
            () -> restartObstacle,
            new Reluctance.Limits(2, emergency),
            () -> NOON,
            this::nanos),
        new OwnCapacity(containers, meter, () -> 77, this::nanos),
        () -> new Report.Addresses("app", "state", "http"),
        scene.view);
  }

  private long nanos() {
    return TimeUnit.SECONDS.toNanos(seconds);
  }

  private static PastRejuvenation past(Instant ended) {
    return new PastRejuvenation(
        1,
        ended.minusSeconds(60),
        ended,
        PastRejuvenation.REJUVENATED,
        "the heap is full",
        null,
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

  private final class Answering implements Application {
    @Override
    public @Nullable String refusal() {
      return refusal;
    }

    @Override
    public WarmUp.Outcome warmUp() {
      return new WarmUp.Outcome(true, "");
    }

    @Override
    public String trialMove() {
      return "";
    }
  }
}
