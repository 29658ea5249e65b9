package dev.perennial.agent.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** A jar of a few classes of the tests. */
final class TestJar {
  private TestJar() {}

  static Path of(Path file, Class<?>... classes) throws IOException {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(file))) {
      for (Class<?> type : classes) {
        for (String suffix : new String[] {"", "$1"}) {
          String name = type.getName().replace('.', '/') + suffix + ".class";
          try (InputStream in = type.getClassLoader().getResourceAsStream(name)) {
            if (in != null) {
              out.putNextEntry(new JarEntry(name));
              in.transferTo(out);
              out.closeEntry();
            }
          }
        }
      }
    }
    return file;
  }
}
