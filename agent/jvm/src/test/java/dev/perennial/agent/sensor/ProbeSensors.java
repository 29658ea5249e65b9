package dev.perennial.agent.sensor;

import dev.perennial.agent.load.LoadMeter;
import java.util.function.LongSupplier;

/** The sensors of a program that is judged by its own clock, and says what they have to say. */
final class ProbeSensors {
  private static final int THREADS = 200;

  private ProbeSensors() {}

  /**
   * @param load of the program
   * @param nanos its clock
   */
  static Sensors of(LoadMeter load, LongSupplier nanos) {
    return Sensors.ofThisJvm(
        load,
        () -> THREADS,
        nanos,
        JvmEvents.NONE,
        line -> System.out.println("notice " + line),
        (sensor, e) -> System.out.println("failed " + sensor.name() + " " + e));
  }
}
