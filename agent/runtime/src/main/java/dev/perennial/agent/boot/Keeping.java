package dev.perennial.agent.boot;

import dev.perennial.agent.evidence.Aging;
import dev.perennial.agent.evidence.EvidenceCollector;
import dev.perennial.agent.log.Suppressed;
import dev.perennial.coordinator.aging.Judgement;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Keeps evidence while the server is not well; see {@link KeepTimes}. For the agent's loop. */
final class Keeping {
  private final EvidenceCollector evidence;
  private final Function<String, Aging> aging;
  private final Executor work;
  private final LongSupplier nanos;
  private final KeepTimes times = new KeepTimes();
  private final AtomicBoolean busy = new AtomicBoolean();

  /**
   * @param aging how the server has aged, given why that is asked
   * @param nanos monotonic clock
   */
  Keeping(
      EvidenceCollector evidence,
      Function<String, Aging> aging,
      Executor work,
      LongSupplier nanos) {
    this.evidence = evidence;
    this.aging = aging;
    this.work = work;
    this.nanos = nanos;
  }

  void judged(Judgement judgement) {
    KeepTimes.What what = times.next(judgement.verdict(), nanos.getAsLong());
    if (what == KeepTimes.What.NOTHING || !busy.compareAndSet(false, true)) {
      return;
    }
    try {
      work.execute(() -> keep(judgement, what));
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      // No thread to be had: what was kept before is what there is.
      busy.set(false);
    }
  }

  private void keep(Judgement judgement, KeepTimes.What what) {
    try {
      evidence.keep(
          aging.apply("kept while " + judgement.verdict() + ": " + judgement.reason()),
          what == KeepTimes.What.CLASSES);
    } catch (RuntimeException | VirtualMachineError e) {
      Suppressed.count(e, "keeping evidence");
    } finally {
      busy.set(false);
    }
  }
}
