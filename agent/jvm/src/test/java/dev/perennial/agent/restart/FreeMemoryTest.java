package dev.perennial.agent.restart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FreeMemoryTest {
  @TempDir Path root;

  @Test
  void theLeastOfSystemAndGroupsCounts() throws IOException {
    write("proc/meminfo", "MemTotal: 9 kB\nMemAvailable:     2048 kB\n");
    assertThat(bytes()).isEqualTo(2048 << 10);

    write("proc/self/cgroup", "0::/pod/shop\n");
    write("sys/fs/cgroup/pod/shop/memory.max", "max\n");
    assertThat(bytes()).isEqualTo(2048 << 10);

    write("sys/fs/cgroup/pod/memory.max", "1000\n");
    write("sys/fs/cgroup/pod/memory.current", "700\n");
    write("sys/fs/cgroup/pod/memory.stat", "anon 1\ninactive_file 200\n");
    assertThat(bytes()).isEqualTo(500);
  }

  @Test
  void aContainersOwnGroupIsTheRoot() throws IOException {
    write("proc/meminfo", "MemAvailable: 2048 kB\n");
    write("proc/self/cgroup", "0::/\n");
    write("sys/fs/cgroup/memory.max", "100\n");
    write("sys/fs/cgroup/memory.current", "60\n");

    assertThat(bytes()).isEqualTo(40);
  }

  @Test
  void whatIsNotKnownIsNone() {
    assertThat(bytes()).isZero();
  }

  private long bytes() {
    return new FreeMemory(root).bytes();
  }

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
