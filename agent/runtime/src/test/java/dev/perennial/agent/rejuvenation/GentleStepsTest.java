package dev.perennial.agent.rejuvenation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.clean.GivingBack;
import dev.perennial.agent.clean.NotGivenBack;
import dev.perennial.agent.log.Log;
import dev.perennial.agent.log.Suppressed;
import dev.perennial.coordinator.aging.Judgement;
import dev.perennial.coordinator.aging.Judgement.Finding;
import dev.perennial.coordinator.aging.Reading;
import dev.perennial.coordinator.aging.Verdict;
import dev.perennial.coordinator.rejuvenation.Gentle;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class GentleStepsTest {
  private static final NotGivenBack HEAP =
      new NotGivenBack(NotGivenBack.Keeper.HEAP, "not a leak: the heap; set -XX:X");
  private static final GivingBack.Figures FIGURES =
      new GivingBack.Figures(9, 8, 2, 1, 20, 12, true, "given back");

  private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
  private final Deque<Runnable> work = new ArrayDeque<>();
  private final List<GivingBack.Figures> taken = new ArrayList<>();
  private String holds = "";
  private Optional<NotGivenBack> shows = Optional.of(HEAP);
  private boolean fails;
  private double load;
  private long nanos;
  private long liveAsked;

  private final GentleSteps steps =
      new GentleSteps(
          new Gentle(0.5),
          new GentleSteps.Means(
              this::steps,
              figures -> shows,
              () -> load,
              live -> {
                liveAsked = live;
                return 0.1;
              },
              work::add,
              () -> nanos),
          new GentleSteps.View() {
            @Override
            public void taken(GivingBack.Figures figures) {
              taken.add(figures);
            }

            @Override
            public void holds(String sentence) {
              holds = sentence;
            }
          },
          Log.toStream(
              InstantSource.system(), new PrintStream(lines, true, StandardCharsets.UTF_8)));

  private GivingBack.Figures steps() {
    if (fails) {
      throw new IllegalStateException("planted");
    }
    return FIGURES;
  }

  private static Finding finding(String indicator, Verdict verdict) {
    return new Finding(
        new Reading(indicator, 5, 10, "bytes"), verdict, indicator + " is so", 1.0, 2.0, 1.5, 3.0);
  }

  private static Judgement judgement(Verdict heap, Verdict process) {
    Verdict worst = heap.worse(process);
    String reason =
        worst == Verdict.STABLE
            ? "all is well"
            : worst == heap ? "heap.live is so" : "memory.process is so";
    return new Judgement(
        worst,
        reason,
        2.0,
        List.of(finding("heap.live", heap), finding("memory.process", process)));
  }

  private Judgement judgeFor(int seconds, Judgement judgement) {
    Judgement last = judgement;
    for (int second = 0; second < seconds; second++) {
      last = steps.apply(judgement);
      nanos += 1_000_000_000L;
    }
    return last;
  }

  private void run() {
    while (!work.isEmpty()) {
      work.remove().run();
    }
  }

  @Test
  void areTakenOnAnotherThreadOnceInSixHoursWhileTheJudgementIsShownAsItIs() {
    Judgement suspect = judgement(Verdict.STABLE, Verdict.SUSPECT);
    assertThat(judgeFor(10, suspect)).isSameAs(suspect);
    assertThat(work).isEmpty();

    assertThat(judgeFor(5, suspect)).isSameAs(suspect);
    assertThat(work).as("once").hasSize(1);
    assertThat(taken).as("by another thread").isEmpty();
    assertThat(liveAsked).isEqualTo(5);
    run();
    assertThat(taken).containsExactly(FIGURES);

    judgeFor(6 * 3600 - 10, suspect);
    assertThat(work).isEmpty();
    judgeFor(10, suspect);
    assertThat(work).hasSize(1);
  }

  @Test
  void whatTheyHaveShownIsInTheReasonsAndNoVerdictChanges() {
    Judgement suspect = judgement(Verdict.STABLE, Verdict.SUSPECT);
    judgeFor(11, suspect);
    run();

    Judgement better = judgeFor(1, suspect);

    assertThat(better.verdict()).isEqualTo(Verdict.SUSPECT);
    assertThat(better.reason()).isEqualTo("memory.process is so; " + HEAP.sentence());
    assertThat(better.secondsToExhaustion()).isEqualTo(2.0);
    assertThat(better.findings().get(0)).isEqualTo(suspect.findings().get(0));
    assertThat(better.findings().get(1).reason()).endsWith(HEAP.sentence());
    assertThat(better.findings().get(1).exhaustionHigh()).isEqualTo(3.0);
    assertThat(holds).isEqualTo(HEAP.sentence());
    assertThat(judgeFor(60, judgement(Verdict.STABLE, Verdict.STABLE)).reason())
        .isEqualTo("all is well; " + HEAP.sentence());
    assertThat(lines.toString(StandardCharsets.UTF_8))
        .contains(HEAP.sentence(), "judged again: STABLE: all is well; not a leak");
    // An operator's limit is reached all the same: that is for the operator to know.
    Judgement unstable = judgeFor(1, judgement(Verdict.STABLE, Verdict.UNSTABLE));
    assertThat(unstable.verdict()).isEqualTo(Verdict.UNSTABLE);
    assertThat(unstable.reason()).contains(HEAP.sentence());
  }

  @Test
  void aLeakIsNotExplainedAway() {
    judgeFor(11, judgement(Verdict.STABLE, Verdict.SUSPECT));
    run();
    assertThat(judgeFor(1, judgement(Verdict.STABLE, Verdict.SUSPECT)).reason())
        .contains("not a leak");

    for (Verdict heap : List.of(Verdict.SUSPECT, Verdict.UNSTABLE, Verdict.CRITICAL)) {
      Judgement leak = judgement(heap, Verdict.SUSPECT);
      assertThat(judgeFor(1, leak)).as(heap.name()).isSameAs(leak);
      assertThat(holds).isEmpty();
    }
  }

  @Test
  void aNativeLeakIsNotExplainedByTheHeap() {
    judgeFor(11, judgement(Verdict.STABLE, Verdict.SUSPECT));
    run();
    Judgement leak =
        new Judgement(
            Verdict.SUSPECT,
            "memory.native is so",
            null,
            List.of(
                finding("heap.live", Verdict.STABLE), finding("memory.native", Verdict.SUSPECT)));

    assertThat(judgeFor(1, leak)).isSameAs(leak);
  }

  @Test
  void anEndedSuspicionBeginsAnew() {
    judgeFor(9, judgement(Verdict.SUSPECT, Verdict.STABLE));
    judgeFor(1, judgement(Verdict.STABLE, Verdict.STABLE));
    judgeFor(10, judgement(Verdict.SUSPECT, Verdict.STABLE));
    assertThat(work).isEmpty();
  }

  @Test
  void whyTheyAreNotTakenIsToldOnceForEachSuspicion() {
    load = 0.9;
    judgeFor(30, judgement(Verdict.SUSPECT, Verdict.STABLE));
    assertThat(work).isEmpty();
    assertThat(lines.toString(StandardCharsets.UTF_8))
        .containsOnlyOnce("not taken for now: it is not quiet, load 0.90");

    load = 0.1;
    judgeFor(1, judgement(Verdict.SUSPECT, Verdict.STABLE));
    assertThat(work).hasSize(1);
  }

  @Test
  void stepsThatShowNothingOrFailChangeNothing() {
    shows = Optional.empty();
    Judgement suspect = judgement(Verdict.STABLE, Verdict.SUSPECT);
    judgeFor(11, suspect);
    run();
    assertThat(judgeFor(1, suspect)).isSameAs(suspect);

    fails = true;
    nanos += 6L * 3600 * 1_000_000_000L;
    long before = Suppressed.total();
    judgeFor(1, suspect);
    run();
    assertThat(judgeFor(1, suspect)).isSameAs(suspect);
    assertThat(Suppressed.total()).isEqualTo(before + 1);
    assertThat(lines.toString(StandardCharsets.UTF_8)).contains("the gentle steps failed");
  }
}
