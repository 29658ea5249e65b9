package dev.perennial.bench.exam.recording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.bench.exam.Run;
import dev.perennial.bench.exam.Sample;
import dev.perennial.coordinator.aging.Reading;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedTraceTest {
  private static final Reading THREADS = new Reading("threads", 30, 100, "threads");
  private static final Reading MORE_THREADS = new Reading("threads", 31, 100, "threads");
  private static final Reading LIVE = new Reading("heap.live", 1234, 4000, "bytes");
  private static final Reading LIVE_OF_LESS = new Reading("heap.live", 1234, 3000, "bytes");

  @TempDir Path folder;

  @Test
  void whatWasWrittenIsReadBack() throws IOException {
    RecordingWriter writer = new RecordingWriter();
    writer.field("fault", "heap");
    writer.field("leaksSince", "1.5");
    writer.field("exhaustedAt", "4.0");
    writer.add(1, List.of(THREADS));
    writer.add(2, List.of(THREADS, LIVE));
    writer.add(3, List.of(MORE_THREADS));
    writer.add(4, List.of(MORE_THREADS, LIVE_OF_LESS));
    writer.write(folder.resolve("a.csv.gz"));
    RecordedTrace trace = RecordedTrace.read(folder.resolve("a.csv.gz"), "recorded a");
    Run run = trace.run();

    assertThat(run.next()).isEqualTo(new Sample(1, List.of(THREADS)));
    assertThat(run.next()).isEqualTo(new Sample(2, List.of(THREADS, LIVE)));
    assertThat(run.next()).isEqualTo(new Sample(3, List.of(MORE_THREADS)));
    assertThat(run.next()).isEqualTo(new Sample(4, List.of(MORE_THREADS, LIVE_OF_LESS)));
    assertThat(run.hasNext()).isFalse();
    assertThat(trace.isAging()).isTrue();
    assertThat(trace.agingSinceSeconds()).isEqualTo(1.5);
    assertThat(trace.exhaustedAtSeconds()).isEqualTo(4);
  }

  @Test
  void aLeakWithoutAnEndIsNoTrace() throws IOException {
    RecordingWriter writer = new RecordingWriter();
    writer.field("fault", "heap");
    writer.field("exhaustedAt", "NaN");
    writer.write(folder.resolve("endless.csv.gz"));
    RecordingWriter healthy = new RecordingWriter();
    healthy.field("fault", "none");
    healthy.write(folder.resolve("healthy.csv.gz"));

    assertThat(Recordings.in(folder))
        .singleElement()
        .matches(t -> t.name().equals("recorded healthy") && !t.isAging());
  }
}
