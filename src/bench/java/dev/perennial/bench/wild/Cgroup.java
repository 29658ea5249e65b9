package dev.perennial.bench.wild;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A cgroup of version 1 that limits memory. */
final class Cgroup implements AutoCloseable {
  private static final Path MOUNT = Path.of("/sys/fs/cgroup/memory");
  private static final int TRIES = 100;

  private final Path folder;

  private Cgroup(Path folder) {
    this.folder = folder;
  }

  /** Makes one; empty where this machine has no such cgroups, or this user may not make any. */
  static Optional<Cgroup> make(int mib) {
    Path folder =
        MOUNT.resolve("perennial-wild-" + ProcessHandle.current().pid() + "-" + System.nanoTime());
    try {
      Files.createDirectory(folder);
      Files.writeString(folder.resolve("memory.limit_in_bytes"), Long.toString((long) mib << 20));
      return Optional.of(new Cgroup(folder));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Returns what starts a command in it. */
  List<String> launcher() {
    return List.of("sh", "-c", "echo $$ > " + folder + "/cgroup.procs && exec \"$0\" \"$@\"");
  }

  /** Removes it once its processes have ended, which the kernel may know a moment later. */
  @Override
  public void close() throws IOException {
    for (int i = 0; ; i++) {
      try {
        Files.deleteIfExists(folder);
        return;
      } catch (IOException e) {
        if (i == TRIES) {
          throw e;
        }
        try {
          TimeUnit.MILLISECONDS.sleep(100);
        } catch (InterruptedException interrupted) {
          Thread.currentThread().interrupt();
          throw e;
        }
      }
    }
  }
}
