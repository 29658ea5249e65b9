package dev.perennial.agent.rejuvenation;

import dev.perennial.agent.clean.BufferCleaner;
import dev.perennial.agent.clean.Cleaning;
import dev.perennial.agent.clean.FileCleaner;
import dev.perennial.agent.clean.MemoryCleaner;
import dev.perennial.agent.evidence.Aging;
import dev.perennial.agent.evidence.EvidenceCollector;
import dev.perennial.agent.evidence.EvidenceResult;
import dev.perennial.agent.log.Log;
import dev.perennial.coordinator.rejuvenation.Ladder;
import dev.perennial.coordinator.rejuvenation.Step;
import dev.perennial.coordinator.rejuvenation.StepResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Climbs the rungs below the restart. None can keep the restart from coming: each has a limit, and
 * one that fails is logged and counts as not completed. Thread-safe.
 */
public final class CleaningLadder {
  private final EvidenceCollector evidence;
  private final FileCleaner files;
  private final BufferCleaner buffers;
  private final MemoryCleaner memory;
  private final Function<String, Aging> aging;
  private final Limit limit;
  private final Log log;

  /**
   * Makes one that has not been climbed yet.
   *
   * @param aging how the server has aged, given why it is rejuvenated
   */
  public CleaningLadder(
      EvidenceCollector evidence,
      FileCleaner files,
      BufferCleaner buffers,
      MemoryCleaner memory,
      Function<String, Aging> aging,
      Limit limit,
      Log log) {
    this.evidence = evidence;
    this.files = files;
    this.buffers = buffers;
    this.memory = memory;
    this.aging = aging;
    this.limit = limit;
    this.log = log;
  }

  /**
   * What keeps a step from hanging.
   *
   * @param time of each step
   * @param threads that a step runs on, by name
   */
  public record Limit(Duration time, Function<String, ThreadFactory> threads) {}

  /**
   * What the steps have done.
   *
   * @param evidence the folder with what was saved; null if nothing was
   */
  record Climb(List<StepResult> results, @Nullable Path evidence) {
    /** Returns a figure of a step, or another value where the step has not measured it. */
    long figure(Step step, String name, long otherwise) {
      return results.stream()
          .filter(r -> r.step() == step)
          .map(r -> r.figures().get(name))
          .filter(f -> f != null)
          .findFirst()
          .orElse(otherwise);
    }
  }

  /**
   * Climbs all of them.
   *
   * @param reason why the server is rejuvenated, in words
   */
  Climb climb(String reason) throws InterruptedException {
    List<StepResult> results = new ArrayList<>();
    Path[] folder = new Path[1];
    while (true) {
      Optional<Step> next = Ladder.next(Ladder.rejuvenation(), results);
      if (next.isEmpty() || next.get() == Step.RESTART) {
        return new Climb(List.copyOf(results), folder[0]);
      }
      Step step = next.get();
      StepResult result = bounded(step, () -> take(step, reason, folder));
      String line = "rejuvenation, step " + step + ": " + result.done();
      if (result.completed()) {
        log.info(line);
      } else {
        log.warn(line + "; the rejuvenation goes on");
      }
      results.add(result);
    }
  }

  private StepResult bounded(Step step, Callable<StepResult> work) throws InterruptedException {
    FutureTask<StepResult> task = new FutureTask<>(work);
    Thread thread =
        limit.threads().apply("perennial-" + step.name().toLowerCase(Locale.ROOT)).newThread(task);
    try {
      thread.start();
      return task.get(limit.time().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      return failed(step, "failed: " + e.getCause());
    } catch (TimeoutException e) {
      task.cancel(true);
      return failed(step, "took longer than " + limit.time().toSeconds() + " s");
    } catch (OutOfMemoryError e) {
      // No thread to be had: the restart is what helps.
      return failed(step, "failed: " + e.getMessage());
    }
  }

  private static StepResult failed(Step step, String why) {
    return new StepResult(step, false, why, Map.of());
  }

  private StepResult take(Step step, String reason, Path[] folder) {
    return switch (step) {
      case EVIDENCE -> {
        EvidenceResult saved = evidence.collect(aging.apply(reason));
        if (saved.folder() != null) {
          folder[0] = saved.folder();
        }
        yield new StepResult(
            step, saved.folder() != null, saved.sentence(), Map.of("bytes", saved.bytes()));
      }
      case FILES -> {
        Cleaning.OfFiles done = files.clean();
        yield new StepResult(
            step,
            done.problems().isEmpty(),
            done.sentence(),
            Map.of("filesRemoved", done.files(), "bytesRemoved", done.bytes()));
      }
      case BUFFERS -> {
        Cleaning.OfBuffers done = buffers.clean();
        yield new StepResult(
            step,
            done.problems().isEmpty(),
            done.sentence(),
            Map.of(
                "buffersFreed", done.countBefore() - done.countAfter(),
                "bytesFreed", done.bytesBefore() - done.bytesAfter()));
      }
      case MEMORY -> {
        Cleaning.OfMemory done = memory.clean();
        yield new StepResult(
            step,
            true,
            done.sentence(),
            Map.of(
                "heapBefore", done.heapBefore(),
                "heapAfter", done.heapAfter(),
                "rssBefore", done.residentBefore(),
                "rssAfter", done.residentAfter()));
      }
      case RESTART -> throw new AssertionError("the restart is no rung of this ladder");
    };
  }
}
