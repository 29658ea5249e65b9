package dev.perennial.bench.exam.scene;

import dev.perennial.bench.exam.Scenario;
import dev.perennial.coordinator.aging.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * All scenes. They were written with the rules that they examine: they show that those do what they
 * are for, and nothing of servers that nobody thought of.
 */
public final class Scenes {
  private static final String PREFIX = "scene: ";
  private static final int HEALTHY_SECONDS = 900;
  private static final double DAY = 86400;

  /** Alarms later than so many seconds after nothing but collections runs are of no use. */
  private static final int LATEST_SECONDS = 15;

  private static final int CALM_SECONDS = 120;
  private static final double HEAP = 128e6;

  private Scenes() {}

  /** Returns the healthy ones, then those that end. */
  public static List<Scenario> all() {
    return List.of(
        healthy("a heap fills, and stays", Scenes::heapFills),
        healthy("native memory fills, and stays", Scenes::nativeFills),
        healthy("collections come in bursts", Scenes::bursts),
        new Scenario(
            PREFIX + "nothing but collections runs", true, 1, Scenes::nothingButCollections));
  }

  /** Returns whether a scenario of that name is one of these. */
  public static boolean isOne(String scenario) {
    return scenario.startsWith(PREFIX);
  }

  /** Readings of a healthy server: a story from random draws. */
  private interface Story {
    IntFunction<List<Reading>> begin(Random draws, Random noise);
  }

  private static Scenario healthy(String name, Story story) {
    String full = PREFIX + name;
    return new Scenario(
        full,
        false,
        HEALTHY_SECONDS / DAY,
        seed ->
            new Scene(
                full + " #" + seed,
                Double.NaN,
                HEALTHY_SECONDS,
                "",
                () -> story.begin(new Random(seed), new Random(seed + 1))));
  }

  private static double between(Random draws, double low, double high) {
    return low + (high - low) * draws.nextDouble();
  }

  /** To nearly three quarters, within six to twelve minutes; read after each collection. */
  private static IntFunction<List<Reading>> heapFills(Random draws, Random noise) {
    double end = between(draws, 0.65, 0.72);
    double seconds = between(draws, 360, 720);
    int every = 1 + draws.nextInt(30);
    double deviation = between(draws, 0.001, 0.01);
    double[] shown = {Double.NaN};
    return at -> {
      if (at % every == 0) {
        shown[0] = filled(at, seconds, end) + deviation * noise.nextGaussian();
      }
      List<Reading> readings = load();
      if (!Double.isNaN(shown[0])) {
        readings.add(new Reading("heap.live", shown[0] * HEAP, HEAP, "bytes"));
      }
      return readings;
    };
  }

  private static IntFunction<List<Reading>> nativeFills(Random draws, Random noise) {
    double end = between(draws, 0.65, 0.72);
    double seconds = between(draws, 360, 720);
    double deviation = between(draws, 0.001, 0.005);
    return at -> {
      List<Reading> readings = load();
      double level = filled(at, seconds, end) + deviation * noise.nextGaussian();
      readings.add(new Reading("memory.native", level * HEAP, HEAP, "bytes"));
      return readings;
    };
  }

  private static double filled(int at, double seconds, double end) {
    double begin = 0.1;
    return begin + (end - begin) * Math.min(1, at / seconds);
  }

  /** Each minute some seconds in which hardly anything but collections runs, as in a compiler. */
  private static IntFunction<List<Reading>> bursts(Random draws, Random noise) {
    double level = between(draws, 0.3, 0.85);
    int burst = 4 + draws.nextInt(5);
    double[] collected = {0};
    return at -> {
      collected[0] += at % 60 < burst ? between(noise, 0.8, 1) : between(noise, 0, 0.2);
      return collecting(level, collected[0]);
    };
  }

  private static Scene nothingButCollections(long seed) {
    Random draws = new Random(seed);
    double level = between(draws, 0.92, 1);
    double share = between(draws, 0.93, 1);
    int since = CALM_SECONDS + draws.nextInt(CALM_SECONDS);
    Supplier<IntFunction<List<Reading>>> story =
        () -> {
          double[] collected = {0};
          return at -> {
            collected[0] += at <= since ? 0.05 : share;
            return collecting(at <= since ? 0.8 : level, collected[0]);
          };
        };
    return new Scene(
        "nothing but collections runs #" + seed, since, since + LATEST_SECONDS, "heap.live", story);
  }

  private static List<Reading> collecting(double level, double collectedSeconds) {
    List<Reading> readings = load();
    readings.add(new Reading("heap.live", level * HEAP, HEAP, "bytes"));
    readings.add(new Reading("gc.time", collectedSeconds, 0, "seconds"));
    return readings;
  }

  private static List<Reading> load() {
    List<Reading> readings = new ArrayList<>();
    readings.add(new Reading("load.rate", 50, 0, "requests/second"));
    readings.add(new Reading("load.requests", 2, 200, "requests"));
    return readings;
  }
}
