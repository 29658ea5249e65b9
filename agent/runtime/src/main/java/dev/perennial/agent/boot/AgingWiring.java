package dev.perennial.agent.boot;

import dev.perennial.agent.clean.BufferCleaner;
import dev.perennial.agent.clean.CleanSettings;
import dev.perennial.agent.clean.FileCleaner;
import dev.perennial.agent.clean.GivingBack;
import dev.perennial.agent.clean.MemoryCleaner;
import dev.perennial.agent.evidence.Aging;
import dev.perennial.agent.evidence.DiagnosticCommands;
import dev.perennial.agent.evidence.EvidenceCollector;
import dev.perennial.agent.evidence.Surroundings;
import dev.perennial.agent.evidence.ThreadCreators;
import dev.perennial.agent.guard.SuddenDeathGuard;
import dev.perennial.agent.history.IndicatorHistory;
import dev.perennial.agent.history.LivedFile;
import dev.perennial.agent.log.Log;
import dev.perennial.agent.log.OwnerDirectory;
import dev.perennial.agent.part.Parts;
import dev.perennial.agent.rejuvenation.AgingView;
import dev.perennial.agent.rejuvenation.CleaningLadder;
import dev.perennial.agent.rejuvenation.Clearable;
import dev.perennial.agent.sensor.Collector;
import dev.perennial.agent.sensor.DeadlyOptions;
import dev.perennial.agent.sensor.JvmEvents;
import dev.perennial.agent.sensor.Sensors;
import dev.perennial.agent.server.AgentStatus;
import dev.perennial.agent.server.Judging;
import dev.perennial.agent.server.LivedNotes;
import dev.perennial.agent.server.VerdictLog;
import dev.perennial.agent.settings.Key;
import dev.perennial.coordinator.aging.Judge;
import dev.perennial.coordinator.aging.Judgement;
import dev.perennial.coordinator.aging.Reading;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Makes and joins what measures and judges this JVM, and what is done before its restart. */
final class AgingWiring {
  private static final Duration STEP_GRACE = Duration.ofSeconds(5);

  private final Start start;
  private final Workers workers;
  private final InstantSource clock;
  private final DiagnosticCommands commands = new DiagnosticCommands();
  private final EvidenceCollector evidence;
  private final Judge judge;
  private final LivedNotes lived;
  private final IndicatorHistory indicators;

  AgingWiring(Start start, Workers workers, InstantSource clock) {
    this.start = start;
    this.workers = workers;
    this.clock = clock;
    Path directory = start.identity().directory();
    ThreadCreators creators = new ThreadCreators(System::nanoTime);
    PerennialBridge.threadStarts(creators);
    evidence =
        new EvidenceCollector(
            SettingsMapping.evidence(start.settings(), directory),
            commands,
            clock,
            new Surroundings(
                start.loading().instrumentation()::getAllLoadedClasses,
                List.of(
                    "-cp",
                    start.loading().agentJar().toString(),
                    "dev.perennial.agent.premain.Main",
                    "examine"),
                creators));
    LivedFile livedFile =
        new LivedFile(
            directory.resolve("lived.txt"), problem -> start.log().warn("history", problem, null));
    judge = new Judge(JudgeMapping.judge(start.settings(), start.name()), livedFile.read());
    lived =
        new LivedNotes(
            levels -> workers.work().execute(() -> livedFile.write(levels)), System.nanoTime());
    indicators = new IndicatorHistory(clock);
  }

  private static Path temporary() {
    return Path.of(System.getProperty("java.io.tmpdir"));
  }

  static SuddenDeathGuard startGuard(Start start, Workers workers, Turns turns) {
    SuddenDeathGuard started =
        SuddenDeathGuard.start(
            start.settings().text(Key.GUARD).equals("native"),
            List.of(start.identity().directory(), temporary()),
            start.log()::warn,
            () -> workers.loop().execute(turns::turn));
    String deadly = DeadlyOptions.notice();
    if (!deadly.isEmpty()) {
      start.log().warn(deadly);
    }
    try {
      // Whoever stops this process wants it to end.
      Runtime.getRuntime().addShutdownHook(new Thread(started::stop, "perennial-guard-stop"));
    } catch (IllegalStateException e) {
      start.log().info("the process stops already");
    }
    return started;
  }

  /**
   * @param better what each judgement passes through before it is shown
   */
  Judging judging(
      TrafficWiring traffic,
      SuddenDeathGuard guard,
      AgentStatus status,
      UnaryOperator<Judgement> better) {
    Log log = start.log();
    Sensors sensors =
        Sensors.ofThisJvm(
            traffic.load,
            traffic.containers::requestThreads,
            System::nanoTime,
            new JvmEvents(
                start.loading().instrumentation()::getAllLoadedClasses, PerennialBridge::refusals),
            log::warn,
            (sensor, e) -> log.warn("sensor", "sensor " + sensor.name() + " fails", e));
    Supplier<List<Reading>> readings =
        () -> {
          List<Reading> all = new ArrayList<>(sensors.read());
          all.addAll(guard.readings());
          return all;
        };
    Consumer<Judgement> keeping = keeping(status);
    VerdictLog verdicts =
        new VerdictLog(line -> log.info("verdict", line), line -> log.warn("verdict", line, null));
    return new Judging(
        readings,
        judge,
        (judged, now) -> {
          Judgement judgement = better.apply(judged);
          verdicts.judged(judgement);
          status.judged(judgement);
          indicators.add(judgement, now);
          keeping.accept(judgement);
        },
        lived,
        System::nanoTime);
  }

  /** Where nobody ends this life suddenly, its end leaves time to save evidence. */
  private Consumer<Judgement> keeping(AgentStatus status) {
    return start.settings().text(Key.EMERGENCY).equals("restart")
        ? new Keeping(evidence, reason -> view(reason, status), workers.work(), System::nanoTime)
            ::judged
        : judgement -> {};
  }

  CleaningLadder ladder(Parts parts, AgentStatus status) {
    CleanSettings clean = SettingsMapping.clean(start.settings());
    Duration evidenceLimit = start.settings().duration(Key.EVIDENCE_LIMIT);
    // Each part keeps to its own limit; this is for what hangs all the same.
    Duration longest = clean.limit().compareTo(evidenceLimit) > 0 ? clean.limit() : evidenceLimit;
    return new CleaningLadder(
        evidence,
        new FileCleaner(clean, () -> OwnerDirectory.user(temporary()), clock),
        buffers(parts, clean),
        new MemoryCleaner(commands),
        reason -> view(reason, status),
        new CleaningLadder.Limit(longest.plus(STEP_GRACE), AgentThreads::daemon),
        start.log());
  }

  private BufferCleaner buffers(Parts parts, CleanSettings clean) {
    return new BufferCleaner(
        () -> parts.clearables().stream().map(c -> new Clearable(c, clean.limit())).toList(),
        commands);
  }

  GivingBack givingBack(Parts parts) {
    return new GivingBack(
        buffers(parts, SettingsMapping.clean(start.settings())),
        new MemoryCleaner(commands),
        Collector.ofThisJvm());
  }

  private Aging view(String reason, AgentStatus status) {
    return AgingView.of(start.name(), reason, began(), status.judgement(), indicators);
  }

  private static Instant began() {
    return Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
  }

  Baselines baselines(AgentStatus status) {
    return new Baselines(
        new Baselines.Figures() {
          @Override
          public boolean takeEarly() {
            boolean classes = evidence.takeEarlyBaseline();
            evidence.rehearse(() -> view("", status));
            return classes;
          }

          @Override
          public boolean take() {
            return evidence.takeBaseline();
          }
        },
        (after, task) -> {
          var unused =
              workers
                  .timer()
                  .schedule(
                      () -> workers.work().execute(task), after.toMillis(), TimeUnit.MILLISECONDS);
        },
        start.settings().duration(Key.WARMUP),
        start.log()::info);
  }
}
