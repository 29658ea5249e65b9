package dev.perennial.agent.sensor;

import dev.perennial.agent.load.LoadMeter;
import dev.perennial.coordinator.aging.Judge;
import dev.perennial.coordinator.aging.JudgeSettings;
import dev.perennial.coordinator.aging.Judgement;
import dev.perennial.coordinator.aging.Verdict;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Maps a file again and again, until the kernel has nothing left after six minutes of a clock that
 * runs ahead; and ends when the judge says that it will not last.
 */
public final class MappingProbe {
  private static final int A_SECOND = 350;
  private static final int PAGE = 4096;

  private MappingProbe() {}

  public static void main(String[] args) throws IOException {
    long[] clock = new long[1];
    LoadMeter load = new LoadMeter(() -> clock[0]);
    Sensors sensors = ProbeSensors.of(load, () -> clock[0]);
    Judge judge = new Judge(JudgeSettings.defaults());
    List<Object> kept = new ArrayList<>();
    Verdict worst = Verdict.STABLE;
    Path file = Files.createTempFile("mapped", ".bin");
    Files.write(file, new byte[2 * PAGE]);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.DELETE_ON_CLOSE, StandardOpenOption.READ)) {
      for (long second = 0; ; second++) {
        for (int i = 0; i < A_SECOND; i++) {
          load.started();
          load.ended(5_000_000);
          // The kernel makes one mapping of neighbours: of two pages in their order, that is.
          kept.add(channel.map(MapMode.READ_ONLY, i % 2 * (long) PAGE, PAGE));
        }
        clock[0] += 1_000_000_000L;
        Judgement judgement = judge.judge(sensors.read(), clock[0]);
        if (judgement.verdict().compareTo(worst) > 0) {
          worst = judgement.verdict();
          System.out.println(worst + " " + second + " s " + judgement.reason());
          if (worst == Verdict.UNSTABLE) {
            return;
          }
        }
      }
    } catch (IOException e) {
      System.out.println(kept.size() + " " + e.getMessage());
    }
  }
}
