package dev.perennial.agent.sensor;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Tells where the JVM would dump its heap by itself. */
public final class HeapDumpFile {
  private HeapDumpFile() {}

  /**
   * Returns the first file that this JVM would dump to at an OutOfMemoryError; empty if it is not
   * told to dump.
   */
  public static Optional<Path> ofThisJvm() {
    return of(
        VmOptions.of(ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)),
        ProcessHandle.current().pid());
  }

  /** As HotSpot names it: a folder gets a file with the process id, which a restart keeps. */
  static Optional<Path> of(VmOptions options, long pid) {
    if (!options.isOn("HeapDumpOnOutOfMemoryError")) {
      return Optional.empty();
    }
    String given = options.value().apply("HeapDumpPath");
    String name = "java_pid" + pid + ".hprof";
    try {
      Path path = Path.of(given == null || given.isEmpty() ? name : given).toAbsolutePath();
      return Optional.of(Files.isDirectory(path) ? path.resolve(name) : path);
    } catch (InvalidPathException e) {
      // The JVM could not write there either.
      return Optional.empty();
    }
  }
}
