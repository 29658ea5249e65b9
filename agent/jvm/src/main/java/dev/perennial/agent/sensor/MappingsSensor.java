package dev.perennial.agent.sensor;

import dev.perennial.coordinator.aging.Reading;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Memory mappings of this process: files, stacks of threads, what malloc and the JVM have taken. At
 * the kernel's limit no file can be mapped, no thread started, and malloc fails. Linux only.
 *
 * <p>The kernel does not keep them counted for others to see: they are the lines of a file, which
 * it writes anew for each reader, a microsecond a line.
 */
final class MappingsSensor extends NamedSensor {
  private final Path maps;
  private final Path limit;
  private final byte[] chunk = new byte[8192];

  /**
   * Makes a sensor.
   *
   * @param root "/", or a test's folder
   */
  MappingsSensor(Path root) {
    super("mappings", "mappings");
    this.maps = root.resolve("proc/self/maps");
    this.limit = root.resolve("proc/sys/vm/max_map_count");
  }

  @Override
  public Optional<Reading> read() {
    long lines = lines();
    return lines == 0
        ? Optional.empty()
        : reading(lines, SystemFile.number(limit).orElse(NO_LIMIT));
  }

  private long lines() {
    long lines = 0;
    try (FileInputStream in = new FileInputStream(maps.toFile())) {
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        for (int i = 0; i < read; i++) {
          lines += chunk[i] == '\n' ? 1 : 0;
        }
      }
    } catch (IOException e) {
      // Not Linux, or not allowed, or no descriptor left, which has an indicator of its own.
      return 0;
    }
    return lines;
  }
}
