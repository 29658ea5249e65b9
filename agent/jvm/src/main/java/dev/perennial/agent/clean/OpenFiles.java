package dev.perennial.agent.clean;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The files that this process has open or mapped, by what identifies them. */
final class OpenFiles {
  private static final Path SELF = Path.of("/proc/self");

  private OpenFiles() {}

  static Set<Object> keys() throws IOException {
    Set<Object> keys = new HashSet<>();
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(SELF.resolve("fd"))) {
      for (Path descriptor : descriptors) {
        add(keys, key(descriptor));
      }
    }
    for (String line : Files.readAllLines(SELF.resolve("maps"), StandardCharsets.ISO_8859_1)) {
      int path = line.indexOf('/');
      if (path > 0) {
        add(keys, key(Path.of(line.substring(path))));
      }
    }
    return keys;
  }

  private static void add(Set<Object> keys, @Nullable Object key) {
    if (key != null) {
      keys.add(key);
    }
  }

  private static @Nullable Object key(Path path) {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    } catch (IOException e) {
      // A socket, or closed by now: no file to spare.
      return null;
    }
  }
}
