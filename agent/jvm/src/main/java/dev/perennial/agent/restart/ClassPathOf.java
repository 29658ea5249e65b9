package dev.perennial.agent.restart;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/** Finds the archives that the manifests of archives name as their class path, and so on. */
final class ClassPathOf {
  private ClassPathOf() {}

  /** Returns those that are not among the given ones. */
  static Set<Path> archives(Collection<Path> archives) {
    Set<Path> known = new LinkedHashSet<>(archives);
    Deque<Path> open = new ArrayDeque<>(archives);
    while (!open.isEmpty()) {
      Path archive = open.remove();
      for (String name : classPath(archive).strip().split("\\s+")) {
        Path parent = archive.toAbsolutePath().getParent();
        Path named = name.isEmpty() || parent == null ? null : resolved(parent, name);
        if (named != null && known.add(named)) {
          open.add(named);
        }
      }
    }
    known.removeAll(archives);
    return known;
  }

  private static String classPath(Path archive) {
    if (!archive.toString().endsWith(".jar") || !Files.isRegularFile(archive)) {
      return "";
    }
    try (JarFile jar = new JarFile(archive.toFile())) {
      Manifest manifest = jar.getManifest();
      String path =
          manifest == null
              ? null
              : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
      return path == null ? "" : path;
    } catch (IOException e) {
      // No archive: the JVM passes over it, too.
      return "";
    }
  }

  /** The names are URLs relative to the archive; those that are no files are not watched. */
  private static @Nullable Path resolved(Path folder, String url) {
    try {
      URI uri = folder.toUri().resolve(url);
      return uri.getScheme().equals("file") ? new File(uri).toPath().normalize() : null;
    } catch (IllegalArgumentException e) {
      // Not the name of a file.
      return null;
    }
  }
}
