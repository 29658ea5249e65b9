package dev.perennial.agent.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.coordinator.aging.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MappingsSensorTest {
  private static final String LINE =
      "7f54c8000000-7f54c8021000 rw-p 00000000 00:00 0                          [heap]\n";

  @TempDir Path root;

  private void file(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @Test
  void eachLineIsOneAndTheLimitIsTheKernels() throws IOException {
    file("proc/self/maps", LINE.repeat(1234));
    file("proc/sys/vm/max_map_count", "65530\n");
    MappingsSensor sensor = new MappingsSensor(root);

    assertThat(sensor.read()).contains(new Reading("mappings", 1234, 65530, "mappings"));
    file("proc/sys/vm/max_map_count", "262144\n");
    assertThat(sensor.read()).contains(new Reading("mappings", 1234, 262144, "mappings"));
  }

  @Test
  void withoutALimitThereIsNone() throws IOException {
    file("proc/self/maps", LINE);
    assertThat(new MappingsSensor(root).read()).contains(new Reading("mappings", 1, 0, "mappings"));
    file("proc/sys/vm/max_map_count", "2147483647\n");
    assertThat(new MappingsSensor(root).read().orElseThrow().limit()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void whereTheKernelDoesNotSayThereIsNoReading() {
    assertThat(new MappingsSensor(root).read()).isEmpty();
  }
}
