package dev.perennial.agent.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Asks a young application for what its clients will ask for, again and again, before they do: its
 * classes are loaded, its code compiled and its pools filled by then. Confined to one thread.
 */
public final class WarmUp {
  private final List<String> targets;
  private final int times;
  private final long limitNanos;
  private final LongSupplier nanos;

  /** How an application is asked. */
  @FunctionalInterface
  public interface Asker {
    /** Returns the status of the answer. */
    int ask(String target) throws IOException;
  }

  /**
   * How it went.
   *
   * @param warm whether each target was answered at least once as it should be
   * @param text in words, for people
   */
  public record Outcome(boolean warm, String text) {}

  /**
   * @param targets paths with their queries; none for nothing to do
   * @param times that each is asked for
   * @param limitNanos after which it is over, however many have been asked for
   * @param nanos a clock such as {@link System#nanoTime}
   */
  public WarmUp(List<String> targets, int times, long limitNanos, LongSupplier nanos) {
    this.targets = List.copyOf(targets);
    this.times = times;
    this.limitNanos = limitNanos;
    this.nanos = nanos;
  }

  /** Asks; blocks until it is over. */
  public Outcome run(Asker asker) {
    long began = nanos.getAsLong();
    List<String> cold = new ArrayList<>(targets);
    String problem = "";
    long asked = 0;
    for (int time = 0; time < times; time++) {
      for (String target : targets) {
        if (nanos.getAsLong() - began > limitNanos) {
          return outcome(cold, problem, asked);
        }
        try {
          int status = asker.ask(target);
          if (status < 500) {
            cold.remove(target);
          } else {
            problem = target + " is answered with " + status;
          }
        } catch (IOException | RuntimeException e) {
          problem = target + " is not answered: " + e.getMessage();
        }
        asked++;
      }
    }
    return outcome(cold, problem, asked);
  }

  private static Outcome outcome(List<String> cold, String problem, long asked) {
    return cold.isEmpty()
        ? new Outcome(true, "warmed up by " + asked + " requests")
        : new Outcome(
            false,
            "not warm after "
                + asked
                + " requests of perennial.warmup.urls: "
                + (problem.isEmpty() ? "no time was left for " + cold : problem)
                + "; it is tried again");
  }
}
