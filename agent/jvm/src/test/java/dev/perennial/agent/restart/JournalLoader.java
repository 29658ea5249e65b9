package dev.perennial.agent.restart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A system class loader, which a JVM makes before it looks at main: writes down the command line.
 */
public final class JournalLoader extends ClassLoader {
  static final String FILE = "test.journal";

  public JournalLoader(ClassLoader parent) {
    super(parent);
    try {
      Files.writeString(
          Path.of(System.getProperty(FILE)),
          Files.readString(Path.of("/proc/self/cmdline")).replace('\0', ' ') + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Asked of a system class loader by the JVM where there is an agent; the class path has it. */
  void appendToClassPathForInstrumentation(String jar) {}
}
