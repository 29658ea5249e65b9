package dev.perennial.bench.matrix;

import dev.perennial.sample.client.Figures;
import dev.perennial.testing.cluster.ServerStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Watches one server from the beginning of what it goes through to its end. */
final class TrialRun {
  private static final Pattern NOTE =
      Pattern.compile(
          "emergency restart: ([^;\n]*);.* ([0-9]+) ms after the first sign, .*after ([0-9]+) ms");
  private static final int SETTLE_SECONDS = 5;
  private static final int LIMIT_SECONDS = 300;
  private static final int WATCHED_ON_SECONDS = 20;
  private static final long LOOK_MILLIS = 200;

  private final Trial trial;
  private final Pair pair;
  private final int healthySeconds;
  private long began;
  private long incarnation;
  private String verdict = "";
  private String reason = "";
  private double verdictSeconds = Double.NaN;
  private String how = "";
  private double youngSeconds = Double.NaN;
  private String stages = "";

  TrialRun(Trial trial, Pair pair, int healthySeconds) {
    this.trial = trial;
    this.pair = pair;
    this.healthySeconds = healthySeconds;
  }

  Result run() throws IOException, InterruptedException {
    pair.start();
    TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
    incarnation = pair.primary().map(ServerStatus::incarnation).orElse(-1L);
    began = System.nanoTime();
    pair.begin();
    watch();
    if (!how.isEmpty()) {
      TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
    }
    double level = pair.level();
    pair.traffic().audit();
    Figures figures = pair.traffic().figures();
    return new Result(
        trial,
        verdict,
        reason,
        verdictSeconds,
        how,
        youngSeconds,
        level,
        figures,
        String.join("; ", wrong(figures, level)));
  }

  private void watch() throws IOException, InterruptedException {
    while (seconds() < limit() && pair.isAlive()) {
      Optional<ServerStatus> status = pair.primary();
      if (status.isPresent()) {
        look(status.get());
      }
      if (verdict.isEmpty()) {
        lookForEmergency();
      }
      if (!how.isEmpty()) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  private double seconds() {
    return (System.nanoTime() - began) / 1e9;
  }

  private double limit() {
    if (trial.stress().end == Stress.End.LEFT_ALONE) {
      return healthySeconds;
    }
    boolean judged = !Double.isNaN(verdictSeconds);
    return judged && trial.staysAsItIs() ? verdictSeconds + WATCHED_ON_SECONDS : LIMIT_SECONDS;
  }

  private void look(ServerStatus now) throws IOException, InterruptedException {
    if (now.incarnation() == incarnation) {
      if (verdict.isEmpty() && now.unstable()) {
        judged(now.verdict(), now.reason());
        if (trial.staysAsItIs() && !trial.stress().fault.isEmpty()) {
          // Aged is enough: nobody would save it from exhaustion.
          pair.leak(0);
        }
      }
      if (!stages.endsWith(now.stage())) {
        stages += " " + now.stage();
      }
    } else if (now.inService() && now.verdict().equals("STABLE")) {
      youngSeconds = seconds();
      how = how();
    }
  }

  private String how() throws IOException {
    Matcher note = NOTE.matcher(pair.log());
    if (!note.find()) {
      return "hand-over";
    }
    String signs =
        String.format(
            Locale.ROOT,
            "the guard, critical %.1f s and restarted %.1f s after the first sign",
            Integer.parseInt(note.group(2)) / 1e3,
            Integer.parseInt(note.group(3)) / 1e3);
    // What stops may meet the end of its resource on the way.
    return stages.contains("REJUVENATING") ? "hand-over, then " + signs : signs;
  }

  /** A verdict may have been too short to be seen by others. */
  private void lookForEmergency() throws IOException {
    Matcher note = NOTE.matcher(pair.log());
    if (note.find()) {
      judged("CRITICAL", note.group(1));
    }
  }

  private void judged(String what, String why) {
    verdict = what;
    reason = why;
    verdictSeconds = seconds();
  }

  private List<String> wrong(Figures figures, double level)
      throws IOException, InterruptedException {
    List<String> wrong = new ArrayList<>();
    if (!pair.isAlive()) {
      wrong.add("it died");
    }
    if (trial.staysAsItIs()) {
      if (pair.primary().map(ServerStatus::incarnation).orElse(incarnation) != incarnation) {
        wrong.add("it was restarted");
      }
    } else if (how.isEmpty()) {
      wrong.add("not young again, stages" + stages);
    } else if (level > 0.7) {
      wrong.add("its level is high again");
    } else if (trial.stress() == Stress.HEAP && how.startsWith("hand-over")) {
      String suspect = pair.suspect();
      if (!suspect.endsWith("HeapLeak$Receipt")) {
        wrong.add("its report names " + suspect + " first");
      }
    }
    switch (trial.stress().end) {
      case LEFT_ALONE -> {
        if (!verdict.isEmpty()) {
          wrong.add("judged");
        }
        demandNoFailure(figures, wrong);
      }
      case YOUNG -> {
        demandVerdict(wrong);
        demandNoFailure(figures, wrong);
        if (!trial.staysAsItIs() && !how.startsWith("hand-over")) {
          wrong.add("too late for a hand-over");
        }
      }
      case SAVED -> demandVerdict(wrong);
    }
    return wrong;
  }

  private void demandVerdict(List<String> wrong) {
    if (!trial.stress().words.matcher(reason).find()) {
      wrong.add(verdict.isEmpty() ? "not judged" : "judged for something else");
    }
  }

  private static void demandNoFailure(Figures figures, List<String> wrong) {
    if (!figures.flawless()) {
      wrong.add("clients had failures");
    }
  }
}
