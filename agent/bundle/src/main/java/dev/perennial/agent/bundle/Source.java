package dev.perennial.agent.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/**
 * An element of the class path: a jar, or a directory of classes.
 *
 * @param path where it is
 */
record Source(Path path) {
  private static final Runtime.Version OLDEST_JAVA = Runtime.Version.parse("17");

  /**
   * Returns the name of the artifact or, of a directory of classes, of its module: enough to tell
   * the parts of the agent apart.
   */
  String artifact() {
    if (Files.isDirectory(path)) {
      Path module = path.toAbsolutePath().getParent().getParent();
      return "perennial-" + module.getFileName();
    }
    return path.getFileName().toString().replaceFirst("-[0-9].*", "");
  }

  /** Reads all files; of a jar for several Java versions those that Java 17 would see. */
  void read(BiConsumer<String, byte[]> to) throws IOException {
    if (Files.isDirectory(path)) {
      readDirectory(to);
    } else {
      readJar(to);
    }
  }

  private void readDirectory(BiConsumer<String, byte[]> to) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(path)) {
      files = walk.filter(Files::isRegularFile).sorted().toList();
    }
    for (Path file : files) {
      to.accept(path.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
    }
  }

  private void readJar(BiConsumer<String, byte[]> to) throws IOException {
    try (JarFile jar = new JarFile(path.toFile(), false, ZipFile.OPEN_READ, OLDEST_JAVA)) {
      Iterator<JarEntry> entries = jar.versionedStream().iterator();
      while (entries.hasNext()) {
        JarEntry entry = entries.next();
        if (!entry.isDirectory()) {
          try (InputStream in = jar.getInputStream(entry)) {
            to.accept(entry.getName(), in.readAllBytes());
          }
        }
      }
    }
  }
}
