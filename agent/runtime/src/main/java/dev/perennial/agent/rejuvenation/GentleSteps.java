package dev.perennial.agent.rejuvenation;

import dev.perennial.agent.clean.GivingBack;
import dev.perennial.agent.clean.NotGivenBack;
import dev.perennial.agent.log.Log;
import dev.perennial.agent.log.Suppressed;
import dev.perennial.coordinator.aging.Judgement;
import dev.perennial.coordinator.aging.Judgement.Finding;
import dev.perennial.coordinator.rejuvenation.Gentle;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.LongToDoubleFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Takes the gentle steps where memory is suspect, and adds to later judgements what they have
 * shown. The judge goes on meanwhile and is told nothing, so that no verdict waits for them.
 * Judgements are for one thread; the steps run on another.
 */
public final class GentleSteps implements UnaryOperator<Judgement> {
  private static final double AGAIN_SECONDS = 60;

  private final Gentle gentle;
  private final Means means;
  private final View view;
  private final Log log;
  private boolean suspect;
  private boolean told;
  private long suspectNanos;
  private boolean taken;
  private long takenNanos;
  private volatile boolean judgedAgain = true;
  private volatile @Nullable NotGivenBack found;

  /**
   * What is needed for the steps.
   *
   * @param steps takes them, on the thread that it is called on
   * @param shows what figures show, if anything
   * @param load part of the capacity in use, 0 to 1 and above
   * @param pauseSeconds for which a collection is expected to stop the application, given the bytes
   *     that live in the heap, 0 if that is not known
   * @param work runs a task that may block, on another thread
   * @param nanos monotonic clock
   */
  public record Means(
      Supplier<GivingBack.Figures> steps,
      Function<GivingBack.Figures, Optional<NotGivenBack>> shows,
      DoubleSupplier load,
      LongToDoubleFunction pauseSeconds,
      Executor work,
      LongSupplier nanos) {}

  /** Who is told. */
  public interface View {
    /** The steps were taken. */
    void taken(GivingBack.Figures figures);

    /**
     * Told at each judgement.
     *
     * @param sentence what holds, empty if nothing does
     */
    void holds(String sentence);
  }

  public GentleSteps(Gentle gentle, Means means, View view, Log log) {
    this.gentle = gentle;
    this.means = means;
    this.view = view;
    this.log = log;
  }

  /** Takes each judgement, and returns it with what is known better. */
  @Override
  public Judgement apply(Judgement judgement) {
    long now = means.nanos().getAsLong();
    look(judgement, now);
    NotGivenBack shown = found;
    boolean stands = shown != null && BetterReason.stands(judgement, shown);
    Judgement better = stands ? BetterReason.of(judgement, shown) : judgement;
    view.holds(stands ? shown.sentence() : "");
    if (!judgedAgain && now - takenNanos >= AGAIN_SECONDS * 1e9) {
      judgedAgain = true;
      log.info("gentle", "judged again: " + better.verdict() + ": " + better.reason());
    }
    return better;
  }

  private void look(Judgement judgement, long now) {
    boolean before = suspect;
    suspect = Gentle.isSuspectMemory(judgement);
    if (suspect && !before) {
      suspectNanos = now;
      told = false;
    }
    if (!suspect) {
      return;
    }
    Gentle.Answer answer =
        gentle.judge(
            new Gentle.Moment(
                judgement.verdict(),
                (now - suspectNanos) / 1e9,
                means.load().getAsDouble(),
                taken ? (now - takenNanos) / 1e9 : Double.POSITIVE_INFINITY,
                means.pauseSeconds().applyAsDouble(live(judgement))));
    if (answer.now()) {
      taken = true;
      takenNanos = now;
      begin(answer.reason());
    } else if (!answer.reason().isEmpty() && !told) {
      told = true;
      log.info("gentle", "the gentle steps are not taken for now: " + answer.reason());
    }
  }

  private static long live(Judgement judgement) {
    for (Finding finding : judgement.findings()) {
      if (finding.reading().indicator().equals("heap.live")) {
        return (long) finding.reading().value();
      }
    }
    return 0;
  }

  private void begin(String why) {
    try {
      means.work().execute(() -> take(why));
    } catch (OutOfMemoryError e) {
      Suppressed.count(e, "gentle");
    }
  }

  private void take(String why) {
    log.info("gentle", why + ": caches are emptied, garbage is collected, memory is given back");
    try {
      GivingBack.Figures figures = means.steps().get();
      log.info("gentle", "done: " + figures.sentence());
      view.taken(figures);
      NotGivenBack shown = means.shows().apply(figures).orElse(null);
      if (shown != null) {
        log.warn("gentle", shown.sentence(), null);
      }
      found = shown;
      judgedAgain = false;
    } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
      Suppressed.count(e, "gentle");
      log.warn("gentle", "the gentle steps failed; nothing was changed by that", e);
    }
  }
}
