package dev.perennial.e2e;

import dev.perennial.testing.cluster.Program;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A disk of 1 MiB at a folder, that can be filled. It takes root to have one. */
final class FullDisk implements AutoCloseable {
  private static final int BLOCK = 4096;

  private final Path folder;

  private FullDisk(Path folder) {
    this.folder = folder;
  }

  /**
   * Puts an empty disk there.
   *
   * @throws SkippedException if this user may not
   */
  static FullDisk at(Path folder) throws IOException, InterruptedException, SkippedException {
    Files.createDirectories(folder);
    Program mount =
        Program.run(
            List.of("mount", "-t", "tmpfs", "-o", "size=1m", "perennial-test", folder.toString()),
            Map.of());
    if (mount.status() != 0) {
      throw new SkippedException("needs root: " + mount.output().strip());
    }
    return new FullDisk(folder);
  }

  /** Fills it to its last block. */
  void fill() throws IOException {
    try (OutputStream out = Files.newOutputStream(folder.resolve("fill"))) {
      while (true) {
        out.write(new byte[BLOCK]);
      }
    } catch (IOException e) {
      if (!String.valueOf(e.getMessage()).contains("No space left")) {
        throw e;
      }
    }
  }

  /** Takes the disk away, after whoever used it has ended. */
  @Override
  public void close() throws IOException {
    try {
      Program umount = Program.run(List.of("umount", folder.toString()), Map.of());
      if (umount.status() != 0) {
        throw new IOException(umount.output());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
