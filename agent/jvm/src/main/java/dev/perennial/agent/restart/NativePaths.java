package dev.perennial.agent.restart;

import com.sun.jna.Pointer;
import java.util.List;

/**
 * Files that are in the way of whoever comes instead of a next life, by names that are in native
 * memory already: when it comes to it, no class is loaded and hardly anything allocated. Immutable.
 */
final class NativePaths {
  private final Pointer[] paths;

  NativePaths(List<String> paths) {
    this.paths =
        paths.stream()
            .map(path -> NativeStrings.string(CommandLine.bytes(path)))
            .toArray(Pointer[]::new);
  }

  /** Deletes them; what is not there is no error. */
  void unlink() {
    for (Pointer path : paths) {
      Libc.unlink(path);
    }
  }
}
