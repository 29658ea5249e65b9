package dev.perennial.agent.sensor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A real cgroup of version 1 that limits memory, made for a test. */
final class MemoryGroup implements AutoCloseable {
  private static final Path MOUNT = Path.of("/sys/fs/cgroup/memory");
  private static final long REMOVED_NANOS = 20_000_000_000L;

  private final Path folder;

  private MemoryGroup(Path folder) {
    this.folder = folder;
  }

  /** Makes one; empty where this machine has no such cgroups, or this user may not make any. */
  static Optional<MemoryGroup> make(long bytes) throws IOException {
    Path folder =
        MOUNT.resolve("perennial-test-" + ProcessHandle.current().pid() + "-" + System.nanoTime());
    try {
      Files.createDirectory(folder);
    } catch (IOException e) {
      return Optional.empty();
    }
    MemoryGroup group = new MemoryGroup(folder);
    Files.writeString(group.limit(), Long.toString(bytes));
    return Optional.of(group);
  }

  /** Returns the file in which its limit stands. */
  Path limit() {
    return folder.resolve("memory.limit_in_bytes");
  }

  /** Returns what starts a command in the group. */
  List<String> prefix() {
    return List.of("sh", "-c", "echo $$ > " + folder + "/cgroup.procs && exec \"$@\"", "sh");
  }

  /** Removes it. Its processes have ended; the kernel may know that a moment later. */
  @Override
  public void close() throws IOException {
    long begin = System.nanoTime();
    while (true) {
      try {
        Files.delete(folder);
        return;
      } catch (IOException e) {
        if (System.nanoTime() - begin > REMOVED_NANOS) {
          throw e;
        }
        Thread.onSpinWait();
      }
    }
  }
}
