package dev.perennial.agent.guard;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The library of guard.c. Loaded once in the life of a JVM; its thread never ends. Thread-safe. */
final class NativeGuard {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private static boolean loaded;
  private static @Nullable GuardPage watching;

  private NativeGuard() {}

  /**
   * Loads the library and starts its thread, if that has not been done yet.
   *
   * @param folders to put it into while it is loaded, in the order in which they are tried
   * @throws IOException if that cannot be done here, with the reason
   */
  static synchronized GuardPage load(List<Path> folders) throws IOException {
    GuardPage page = watching;
    if (page == null) {
      if (!loaded) {
        loadFrom(folders);
        loaded = true;
      }
      page = started();
      watching = page;
    }
    return page;
  }

  /** Returns whether all that is missing is a thread: then it may be had later. */
  static synchronized boolean wantsThread() {
    return loaded && watching == null;
  }

  private static void loadFrom(List<Path> folders) throws IOException {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String machine = System.getProperty("os.arch", "");
    String architecture =
        switch (machine) {
          case "amd64" -> "x86-64";
          case "aarch64" -> "aarch64";
          default -> null;
        };
    if (!system.startsWith("linux") || architecture == null) {
      throw new IOException(
          "there is none for " + system + " on " + machine + ", only for Linux on amd64, aarch64");
    }
    IOException failure = null;
    for (Path folder : folders) {
      try {
        loadFrom(folder, "linux-".concat(architecture).concat("/libperennial-guard.so"));
        return;
      } catch (IOException | UnsatisfiedLinkError e) {
        // A folder that is read-only, or mounted noexec: perhaps the next one.
        failure =
            new IOException(
                folder.toString().concat(": ").concat(String.valueOf(e.getMessage())), e);
      }
    }
    throw failure == null ? new IOException("there is no folder for it") : failure;
  }

  /** What is loaded stays loaded when its file is gone. */
  private static void loadFrom(Path folder, String resource) throws IOException {
    Path file = folder.resolve(fileName());
    // One that is there is another's: it is never written to, and not deleted. Nobody else may
    // write
    // to this one, whatever the umask says.
    Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    try {
      try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.WRITE);
          InputStream library = NativeGuard.class.getResourceAsStream(resource)) {
        if (library == null) {
          throw new IOException("the agent's jar has no " + resource);
        }
        library.transferTo(out);
      }
      System.load(file.toAbsolutePath().toString());
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /** A name as of the JDK's temporary files is random, which loads all that makes keys. */
  private static String fileName() {
    return "perennial-guard"
        .concat(Long.toString(ProcessHandle.current().pid()))
        .concat("-")
        .concat(Long.toString(System.nanoTime()))
        .concat(".so");
  }

  private static GuardPage started() throws IOException {
    ByteBuffer page = start();
    if (page == null) {
      throw new IOException("no thread is to be had for it");
    }
    return new GuardPage(page);
  }

  private static native @Nullable ByteBuffer start();

  /**
   * Takes over how the next life is started.
   *
   * @return 0 if it did
   */
  static native int prepare(byte[] launch);
}
