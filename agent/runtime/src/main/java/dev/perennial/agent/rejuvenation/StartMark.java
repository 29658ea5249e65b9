package dev.perennial.agent.rejuvenation;

import dev.perennial.agent.container.StartFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a file or folder is like at one moment: sizes, times and names; no content is read. Two that
 * are equal are taken for the same version.
 *
 * @param parts by name; the empty name is the whole; none if there is nothing
 */
record StartMark(Map<String, String> parts) {
  private static final List<String> DESCRIPTORS =
      List.of("WEB-INF/web.xml", "META-INF/context.xml");
  private static final String CLASSES = "WEB-INF/classes";
  private static final String LIBRARIES = "WEB-INF/lib";

  StartMark {
    parts = Map.copyOf(parts);
  }

  /** Looks at one now. What cannot be read counts as not there. */
  static StartMark of(StartFile file) {
    Map<String, String> parts = new TreeMap<>();
    Path path = file.path();
    try {
      if (file.kind() == StartFile.Kind.APPLICATIONS) {
        names(path, parts);
      } else if (Files.isDirectory(path)) {
        parts.put("", "a folder");
        tree(path, parts);
      } else if (Files.isRegularFile(path)) {
        parts.put("", stamp(path));
      }
    } catch (IOException | UncheckedIOException e) {
      // It goes while we look: as if it were not there, and the next look sees what is.
      return new StartMark(Map.of());
    }
    return new StartMark(parts);
  }

  boolean isThere() {
    return !parts.isEmpty();
  }

  private static void names(Path folder, Map<String, String> parts) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        String name = file.getFileName().toString();
        if (name.endsWith(".war") || name.endsWith(".xml") || Files.isDirectory(file)) {
          parts.put(name, "");
        }
      }
    }
  }

  /** Pages, and what an application writes into its own folder, are no other version. */
  private static void tree(Path root, Map<String, String> parts) throws IOException {
    for (String name : DESCRIPTORS) {
      if (Files.isRegularFile(root.resolve(name))) {
        parts.put(name, stamp(root.resolve(name)));
      }
    }
    if (Files.isDirectory(root.resolve(LIBRARIES))) {
      try (Stream<Path> files = Files.list(root.resolve(LIBRARIES))) {
        for (Path file : (Iterable<Path>) files::iterator) {
          if (file.toString().endsWith(".jar")) {
            parts.put(LIBRARIES + "/" + file.getFileName(), stamp(file));
          }
        }
      }
    }
    if (Files.isDirectory(root.resolve(CLASSES))) {
      parts.put(CLASSES, classes(root.resolve(CLASSES)));
    }
  }

  private static String classes(Path root) throws IOException {
    long digest = 0;
    long count = 0;
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        if (file.toString().endsWith(".class")) {
          count++;
          // A sum, as a folder has no order; mixed, so that two changes do not cancel out.
          digest += mixed((root.relativize(file) + " " + stamp(file)).hashCode());
        }
      }
    }
    return count + " classes, " + Long.toHexString(digest);
  }

  private static long mixed(long value) {
    long mixed = value * 0x9E3779B97F4A7C15L;
    return mixed ^ (mixed >>> 29);
  }

  private static String stamp(Path file) throws IOException {
    BasicFileAttributes a = Files.readAttributes(file, BasicFileAttributes.class);
    return a.size() + " " + a.lastModifiedTime().toMillis();
  }
}
