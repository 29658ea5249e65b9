package dev.perennial.agent.restart;

import com.sun.jna.Pointer;
import java.util.List;

/**
 * Where Unix domain sockets are bound, in native memory already: when it comes to it, no class is
 * loaded and hardly anything allocated. Immutable.
 */
final class SocketPaths {
  private final Pointer[] paths;

  SocketPaths(List<String> paths) {
    this.paths =
        paths.stream()
            .map(path -> NativeStrings.string(CommandLine.bytes(path)))
            .toArray(Pointer[]::new);
  }

  /** Frees them for whoever is started next: the container has left them in place. */
  void unlink() {
    for (Pointer path : paths) {
      Libc.unlink(path);
    }
  }
}
