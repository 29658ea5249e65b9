package dev.perennial.agent.evidence;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What this process has open, by kind: sockets, pipes, jars, files of each folder. Linux only. */
final class OpenFiles {
  private final Path descriptors;

  /**
   * @param descriptors the folder of links, such as /proc/self/fd
   */
  OpenFiles(Path descriptors) {
    this.descriptors = descriptors;
  }

  /** Returns how many of each kind; none where that cannot be told. */
  Groups read() {
    List<String> kinds = new ArrayList<>();
    try (DirectoryStream<Path> links = Files.newDirectoryStream(descriptors)) {
      for (Path link : links) {
        target(link).map(OpenFiles::kind).ifPresent(kinds::add);
      }
    } catch (IOException e) {
      return Groups.of(List.of());
    }
    return Groups.of(kinds);
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
