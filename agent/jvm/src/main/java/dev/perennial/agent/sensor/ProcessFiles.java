package dev.perennial.agent.sensor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * What Linux says of this process in files; on other systems every answer is "nothing".
 *
 * @param root "/", or a test's folder
 */
record ProcessFiles(Path root) {
  /** Returns the anonymous memory in RAM (heap, malloc, stacks; no files), bytes. */
  OptionalLong anonymousBytes() {
    for (String line : lines("proc/self/status")) {
      if (line.startsWith("RssAnon:")) {
        String[] words = line.trim().split("\\s+");
        OptionalLong kibibytes = number(words[1]);
        return kibibytes.isPresent()
            ? OptionalLong.of(kibibytes.getAsLong() * 1024)
            : OptionalLong.empty();
      }
    }
    return OptionalLong.empty();
  }

  /** Returns how many threads the system allows, the least of what cgroups and ulimit say. */
  OptionalLong maxThreads() {
    long least = Long.MAX_VALUE;
    for (String line : lines("proc/self/limits")) {
      if (line.startsWith("Max processes")) {
        String[] words = line.substring("Max processes".length()).trim().split("\\s+");
        least = Math.min(least, number(words[0]).orElse(Long.MAX_VALUE));
      }
    }
    for (String line : lines("proc/self/cgroup")) {
      String[] fields = line.split(":", 3);
      if (fields.length == 3 && fields[1].isEmpty()) {
        least = Math.min(least, leastUpwards("sys/fs/cgroup", fields[2]));
      } else if (fields.length == 3 && fields[1].equals("pids")) {
        least = Math.min(least, leastUpwards("sys/fs/cgroup/pids", fields[2]));
      }
    }
    return least == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(least);
  }

  /**
   * A group is also limited by those above it; inside a container, the path may be that of the host
   * and not be there, but the mount's own top is.
   */
  private long leastUpwards(String mount, String group) {
    Path top = root.resolve(mount).normalize();
    Path at = root.resolve(mount + "/" + group).normalize();
    long least = Long.MAX_VALUE;
    while (at != null && at.startsWith(top)) {
      for (String line : lines(at.resolve("pids.max"))) {
        least = Math.min(least, number(line.trim()).orElse(Long.MAX_VALUE));
      }
      at = at.getParent();
    }
    return least;
  }

  private List<String> lines(String path) {
    return lines(root.resolve(path));
  }

  private static List<String> lines(Path path) {
    try {
      return Files.readAllLines(path);
    } catch (IOException e) {
      // Not Linux, or not allowed: the same as a file without lines.
      return List.of();
    }
  }

  private static OptionalLong number(String word) {
    try {
      return OptionalLong.of(Long.parseLong(word));
    } catch (NumberFormatException e) {
      // "max" and "unlimited" are no limit.
      return OptionalLong.empty();
    }
  }
}
