package dev.perennial.agent.restart;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** How much memory another process could have: the least of what the system and cgroups say. */
final class FreeMemory {
  private final Path root;

  /**
   * @param root of the file system
   */
  FreeMemory(Path root) {
    this.root = root;
  }

  /** Returns it in bytes; 0 if it is not known. */
  long bytes() {
    long free = 0;
    for (String line : lines("proc/meminfo")) {
      if (line.startsWith("MemAvailable:")) {
        free = Long.parseLong(line.replaceAll("\\D", "")) << 10;
      }
    }
    for (String line : lines("proc/self/cgroup")) {
      if (line.startsWith("0::")) {
        free = Math.min(free, leastUpwards("sys/fs/cgroup" + line.substring(3)));
      }
    }
    return free;
  }

  /** Caches of files are given up when memory is wanted. */
  private long leastUpwards(String group) {
    long least = Long.MAX_VALUE;
    for (String at = group;
        at.startsWith("sys/fs/cgroup");
        at = at.substring(0, at.lastIndexOf('/'))) {
      String path = at.endsWith("/") ? at.substring(0, at.length() - 1) : at;
      long max = number(path + "/memory.max");
      if (max >= 0) {
        long cache = 0;
        for (String line : lines(path + "/memory.stat")) {
          if (line.startsWith("inactive_file ")) {
            cache = Long.parseLong(line.substring("inactive_file ".length()).strip());
          }
        }
        least = Math.min(least, max - Math.max(0, number(path + "/memory.current") - cache));
      }
    }
    return least;
  }

  /** Returns -1 if there is none, or it is "max". */
  private long number(String file) {
    List<String> lines = lines(file);
    return lines.isEmpty() || !lines.get(0).strip().matches("\\d{1,18}")
        ? -1
        : Long.parseLong(lines.get(0).strip());
  }

  private List<String> lines(String file) {
    try {
      return Files.readAllLines(root.resolve(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      // This system has no such file.
      return List.of();
    }
  }
}
