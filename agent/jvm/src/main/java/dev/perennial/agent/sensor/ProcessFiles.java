package dev.perennial.agent.sensor;

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
    return status("RssAnon:");
  }

  /** Returns all memory in RAM, that of mapped files included, bytes: what ps calls RSS. */
  OptionalLong residentBytes() {
    return status("VmRSS:");
  }

  private OptionalLong status(String entry) {
    OptionalLong kibibytes = SystemFile.entry(root.resolve("proc/self/status"), entry);
    return kibibytes.isPresent()
        ? OptionalLong.of(kibibytes.getAsLong() * 1024)
        : OptionalLong.empty();
  }

  /** Returns how many threads the system allows, the least of what cgroups and ulimit say. */
  OptionalLong maxThreads() {
    long least = Long.MAX_VALUE;
    for (String line : lines("proc/self/limits")) {
      if (line.startsWith("Max processes")) {
        String[] words = line.substring("Max processes".length()).trim().split("\\s+");
        least = Math.min(least, SystemFile.number(words[0]).orElse(Long.MAX_VALUE));
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
      least = Math.min(least, SystemFile.number(at.resolve("pids.max")).orElse(Long.MAX_VALUE));
      at = at.getParent();
    }
    return least;
  }

  private List<String> lines(String path) {
    return SystemFile.lines(root.resolve(path));
  }
}
