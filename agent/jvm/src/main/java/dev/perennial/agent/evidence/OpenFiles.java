package dev.perennial.agent.evidence;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What this process has open, by kind: sockets, pipes, jars, files of each folder. Linux only. */
final class OpenFiles {
  private static final String SOCKET = "socket";

  private final Path process;

  /**
   * @param process its folder, such as /proc/self
   */
  OpenFiles(Path process) {
    this.process = process;
  }

  /** Returns how many of each kind; none where that cannot be told. */
  Groups read() {
    List<String> targets = new ArrayList<>();
    try (DirectoryStream<Path> links = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path link : links) {
        target(link).ifPresent(targets::add);
      }
    } catch (IOException e) {
      return Groups.of(List.of());
    }
    Set<String> inodes = new HashSet<>();
    targets.stream().filter(OpenFiles::isSocket).map(OpenFiles::inode).forEach(inodes::add);
    Map<String, String> sockets = Sockets.read(process.resolve("net"), inodes);
    return Groups.of(targets.stream().map(t -> kind(t, sockets)).toList());
  }

  private static boolean isSocket(String target) {
    return target.startsWith(SOCKET + ":[");
  }

  private static String inode(String target) {
    return target.replaceAll("\\D", "");
  }

  /** One that was never connected, or is closed at both ends, is in no table. */
  private static String kind(String target, Map<String, String> sockets) {
    return isSocket(target)
        ? sockets.getOrDefault(inode(target), sockets.isEmpty() ? SOCKET : "socket, not connected")
        : kind(target);
  }

  /** Nothing where it was closed meanwhile, as this folder's own descriptor will be. */
  private static Optional<String> target(Path link) {
    try {
      return Optional.of(Files.readSymbolicLink(link).toString());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Returns the kind of what a link points at. */
  static String kind(String target) {
    int colon = target.indexOf(':');
    if (!target.startsWith("/")) {
      // socket:[123], pipe:[123], anon_inode:[eventpoll]
      String what = colon < 0 ? target : target.substring(0, colon);
      return what.equals("anon_inode")
          ? target.substring(colon + 1).replaceAll("[\\[\\]]", "")
          : what;
    }
    String path = target.replace(" (deleted)", "");
    if (path.endsWith(".jar") || path.endsWith("/modules")) {
      return "jars";
    }
    String folder = path.substring(0, Math.max(1, path.lastIndexOf('/')));
    return "files in " + folder + (path.length() < target.length() ? " (deleted)" : "");
  }
}
