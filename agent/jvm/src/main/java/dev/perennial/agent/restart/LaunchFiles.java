package dev.perennial.agent.restart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The files that a start reads, as they were when first seen. Thread-safe. */
final class LaunchFiles {
  /** Guarded by itself. */
  private final Map<Path, Mark> marks = new LinkedHashMap<>();

  /** Remembers those of the files that exist and are not remembered yet. */
  void watch(Collection<Path> files) {
    synchronized (marks) {
      for (Path file : files) {
        Path absolute = file.toAbsolutePath().normalize();
        Mark mark = marks.containsKey(absolute) ? null : Mark.of(absolute);
        if (mark != null) {
          marks.put(absolute, mark);
        }
      }
    }
  }

  /**
   * Returns what is not as it was.
   *
   * @param told of these it is said elsewhere that they are gone
   */
  List<Veto> changes(Set<Path> told) {
    Map<Path, Mark> then;
    synchronized (marks) {
      then = Map.copyOf(marks);
    }
    List<Veto> vetoes = new ArrayList<>();
    then.forEach(
        (file, mark) -> {
          Mark now = Mark.of(file);
          if (now == null && told.contains(file)) {
            return;
          } else if (now == null) {
            vetoes.add(new Veto(Veto.Kind.IMPOSSIBLE, file + " is gone from the disk"));
          } else if (!now.equals(mark)) {
            vetoes.add(new Veto(Veto.Kind.CHANGED, file + " has changed on disk since the start"));
          }
        });
    return vetoes;
  }

  /** Returns all of them as they are now: equal as long as nothing changes. */
  Object now() {
    List<Path> files;
    synchronized (marks) {
      files = List.copyOf(marks.keySet());
    }
    Map<Path, String> now = new LinkedHashMap<>();
    files.forEach(file -> now.put(file, String.valueOf(Mark.of(file))));
    return now;
  }

  /** A directory's time changes with each file in it: of those only the existence counts. */
  private record Mark(boolean directory, long size, FileTime modified) {
    static @Nullable Mark of(Path file) {
      try {
        BasicFileAttributes a = Files.readAttributes(file, BasicFileAttributes.class);
        return a.isDirectory()
            ? new Mark(true, 0, FileTime.fromMillis(0))
            : new Mark(false, a.size(), a.lastModifiedTime());
      } catch (IOException e) {
        // Not there, or not readable: for a start that is the same.
        return null;
      }
    }
  }
}
