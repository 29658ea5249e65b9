package dev.perennial.bench.exam.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.bench.exam.Sample;
import dev.perennial.bench.exam.Trace;
import dev.perennial.coordinator.aging.Reading;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MachineTracesTest {
  private static final String RUN =
      """
      time,cpu_usage,memory_usage,response_time
      2024-07-08 23:59:50,50,30.5,0.5
      2024-07-09 00:00:10,100,98.25,
      """;

  @TempDir Path folder;

  private void write(String name, String text) throws IOException {
    Files.createDirectories(folder.resolve(name).getParent());
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve(name)))) {
      out.write(text.getBytes(StandardCharsets.US_ASCII));
    }
  }

  private List<MachineTraces.Kind> read(MachineTraces.Half half) throws IOException {
    return MachineTraces.in(folder, half);
  }

  private static Reading memory(double percent) {
    return new Reading("memory.container", percent, 100, "percent");
  }

  @Test
  void everyOtherMachineIsForTuning() throws IOException {
    for (int i = 1; i <= 5; i++) {
      write("machines/m_" + i + ".csv.gz", "seconds,memory_percent\n0,8" + i + "\n10,84\n");
    }

    MachineTraces.Kind tuning = read(MachineTraces.Half.TUNING).get(0);
    MachineTraces.Kind heldOut = read(MachineTraces.Half.HELDOUT).get(0);

    assertThat(tuning.count()).isEqualTo(3);
    assertThat(heldOut.count()).isEqualTo(2);
    assertThat(tuning.scenario().traces().apply(1).name()).isEqualTo("m_3");
    assertThat(heldOut.scenario().traces().apply(0).name()).isEqualTo("m_2");
    assertThat(heldOut.scenario().traces().apply(0).run().next())
        .isEqualTo(new Sample(0, List.of(memory(82))));
    assertThat(heldOut.scenario().aging()).isFalse();
  }

  @Test
  void aRunWithResponseTimesAgesFromItsBeginningToItsEnd() throws IOException {
    write("runs/one.csv.gz", RUN);

    for (MachineTraces.Half half : MachineTraces.Half.values()) {
      MachineTraces.Kind runs = read(half).get(1);
      Trace trace = runs.scenario().traces().apply(0);
      var run = trace.run();

      assertThat(runs.count()).isEqualTo(1);
      assertThat(trace.isAging()).isTrue();
      assertThat(trace.agingSinceSeconds()).isZero();
      assertThat(trace.exhaustedAtSeconds()).isEqualTo(20);
      assertThat(run.next().readings())
          .containsExactly(
              memory(30.5),
              new Reading("load.cpu", 0.5, 1, "ratio"),
              new Reading("load.latency.p99", 0.5, 0, "seconds"));
      assertThat(run.next().readings())
          .containsExactly(memory(98.25), new Reading("load.cpu", 1, 1, "ratio"));
      assertThat(run.hasNext()).isFalse();
    }
  }

  @Test
  void aPlantedLeakFillsWhatTheMachineLeavesFree() throws IOException {
    StringBuilder text = new StringBuilder("seconds,memory_percent\n");
    for (int hour = 0; hour < 144; hour++) {
      text.append(hour * 3600).append(",").append(80 + hour % 2).append('\n');
    }
    write("m.csv.gz", text.toString());

    Trace leaking = read(MachineTraces.Half.TUNING).get(2).scenario().traces().apply(0);

    assertThat(leaking.isAging()).isTrue();
    assertThat(leaking.agingSinceSeconds()).isEqualTo(36 * 3600);
    assertThat(leaking.exhaustedAtSeconds()).isEqualTo(61 * 3600);
    assertThat(leaking.run().next().readings()).containsExactly(memory(0.7 * 80));
  }

  @Test
  void aFileWithoutMemoryIsRefused() throws IOException {
    write("a.csv.gz", "seconds,disk\n0,1\n");

    assertThatThrownBy(() -> read(MachineTraces.Half.TUNING))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("memory_percent");
  }
}
