package dev.perennial.agent.restart;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads what is known of who has started this process. */
final class SupervisorFiles {
  /** What lies in the first of these counts. */
  private static final String[] UNITS = {
    "etc/systemd/system",
    "run/systemd/system",
    "usr/local/lib/systemd/system",
    "usr/lib/systemd/system",
    "lib/systemd/system"
  };

  private final Path root;

  /**
   * @param root of the file system
   */
  SupervisorFiles(Path root) {
    this.root = root;
  }

  Supervisor supervisor(int status) {
    ProcessHandle self = ProcessHandle.current();
    return Supervisor.of(
        new Supervisor.Facts(
            System::getenv,
            self.pid(),
            self.parent().map(ProcessHandle::pid).orElse(0L),
            String.valueOf(text(root.resolve("proc/self/cgroup"))),
            this::unit),
        status);
  }

  /**
   * Returns a unit's text, and after it that of all files that add to it; null if there is none.
   */
  @Nullable String unit(String name) {
    String text = null;
    Map<String, Path> added = new TreeMap<>();
    int at = name.indexOf('@');
    String template = at < 0 ? name : name.substring(0, at + 1) + ".service";
    for (String folder : UNITS) {
      Path units = root.resolve(folder);
      for (String file : new String[] {name, template}) {
        if (text == null) {
          text = text(units.resolve(file));
        }
        addTo(added, units.resolve(file + ".d"));
      }
    }
    if (text == null) {
      return null;
    }
    StringBuilder whole = new StringBuilder(text);
    added.values().forEach(file -> whole.append('\n').append(text(file)));
    return whole.toString();
  }

  private static void addTo(Map<String, Path> added, Path folder) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.conf")) {
      files.forEach(file -> added.putIfAbsent(file.getFileName().toString(), file));
    } catch (IOException e) {
      // As if it were not there: what it adds is not known.
      return;
    }
  }

  private static @Nullable String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      // Not there, or not for us to read.
      return null;
    }
  }
}
