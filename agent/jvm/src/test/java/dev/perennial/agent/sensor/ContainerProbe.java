package dev.perennial.agent.sensor;

import dev.perennial.agent.load.LoadMeter;
import dev.perennial.coordinator.aging.Judge;
import dev.perennial.coordinator.aging.JudgeSettings;
import dev.perennial.coordinator.aging.Judgement;
import dev.perennial.coordinator.aging.Reading;
import dev.perennial.coordinator.aging.Verdict;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A program in a container, judged for ten of its minutes, with a clock that runs ahead: what it
 * does in a second of those takes a moment. What it is to do comes as arguments: "native" bytes a
 * second that it leaks, "heap" bytes that it comes to hold in the first five minutes, and a file
 * and a "limit" to be written to it half way.
 */
public final class ContainerProbe {
  private static final int SECONDS = 600;
  private static final long SECOND = 1_000_000_000L;

  private ContainerProbe() {}

  public static void main(String[] args) throws Exception {
    long nativeBytes = Long.getLong("native", 0);
    long heapBytes = Long.getLong("heap", 0);
    long[] clock = new long[1];
    LoadMeter load = new LoadMeter(() -> clock[0]);
    Sensors sensors = ProbeSensors.of(load, () -> clock[0]);
    Judge judge = new Judge(JudgeSettings.defaults());
    List<byte[]> kept = new ArrayList<>();
    Verdict worst = Verdict.STABLE;
    for (int second = 0; second < SECONDS; second++) {
      if (second == SECONDS / 2 && args.length == 2) {
        Files.writeString(Path.of(args[0]), args[1]);
      }
      for (int request = 0; request < 10; request++) {
        load.started();
        load.ended(5_000_000);
      }
      leak(nativeBytes);
      if (heapBytes > 0 && second < SECONDS / 2) {
        kept.add(new byte[(int) (heapBytes / (SECONDS / 2))]);
      }
      clock[0] += SECOND;
      List<Reading> readings = sensors.read();
      Judgement judgement = judge.judge(readings, clock[0]);
      if (judgement.verdict().compareTo(worst) > 0) {
        worst = judgement.verdict();
        System.out.println(worst + " " + second + " s " + judgement.reason());
      }
      if (second % 60 == 59) {
        for (Reading r : readings) {
          if (r.indicator().startsWith("memory.")) {
            System.out.printf(
                "%s %d s %d of %d, bounded %d%n",
                r.indicator(), second, (long) r.value(), (long) r.limit(), (long) r.bounded());
          }
        }
      }
    }
    System.out.println("worst " + worst + " " + kept.size());
  }

  /** Of sun.misc.Unsafe the compiler warns in a way that nothing silences. */
  private static void leak(long bytes) throws ReflectiveOperationException {
    if (bytes > 0) {
      Class<?> type = Class.forName("sun.misc.Unsafe");
      Field field = type.getDeclaredField("theUnsafe");
      field.setAccessible(true);
      Object unsafe = field.get(null);
      Object address = type.getMethod("allocateMemory", long.class).invoke(unsafe, bytes);
      type.getMethod("setMemory", long.class, long.class, byte.class)
          .invoke(unsafe, address, bytes, (byte) 1);
    }
  }
}
