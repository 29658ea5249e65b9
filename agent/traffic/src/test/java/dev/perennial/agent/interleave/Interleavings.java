package dev.perennial.agent.interleave;

import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Runs a scenario in every order of its threads' steps in which a thread is interrupted by another
 * one at most a given number of times (where it has to wait does not count). Most races need one or
 * two.
 */
public final class Interleavings {
  /** A resource of JUnit's, of each test class that explores: a JVM has one schedule at a time. */
  public static final String ONE_AT_A_TIME = "dev.perennial.agent.interleave";

  private final String scenario;
  private final int preemptions;

  private Interleavings(String scenario, int preemptions) {
    this.scenario = scenario;
    this.preemptions = preemptions;
  }

  /** Of a scenario, which is loaded anew with the classes of its package, woven. */
  public static Interleavings of(Class<? extends Scenario> scenario, int preemptions) {
    return new Interleavings(scenario.getName(), preemptions);
  }

  /**
   * What was found.
   *
   * @param runs so many orders were tried
   * @param failure of the last one; null if all went well
   * @param account of the last one: who went on from where
   */
  public record Result(int runs, @Nullable Throwable failure, List<String> account) {
    /** Throws what went wrong, with the order of steps that led there. */
    public void assertHolds() {
      if (failure != null) {
        throw new AssertionError(
            "order " + runs + ":\n  " + String.join("\n  ", account) + "\n" + failure, failure);
      }
    }
  }

  /** Tries every order until one fails. */
  public Result explore() throws ReflectiveOperationException, InterruptedException {
    WovenLoader loader = new WovenLoader(Interleavings.class.getClassLoader());
    var made = loader.loadClass(scenario).getDeclaredConstructor();
    made.setAccessible(true);
    Choices choices = new Choices();
    int runs = 0;
    do {
      runs++;
      Schedule schedule = new Schedule(choices, preemptions);
      Scenario fresh = (Scenario) made.newInstance();
      // Sorted: a map's own order may be another one in the next JVM.
      Throwable failure = schedule.run(new TreeMap<>(fresh.threads()));
      if (failure == null) {
        try {
          fresh.check();
        } catch (RuntimeException | AssertionError e) {
          failure = e;
        }
      }
      if (failure != null) {
        return new Result(runs, failure, schedule.account());
      }
    } while (choices.advance());
    return new Result(runs, null, List.of());
  }
}
