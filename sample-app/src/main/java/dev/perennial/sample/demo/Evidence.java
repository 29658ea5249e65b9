package dev.perennial.sample.demo;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** What the agent has saved of a server's last life. */
final class Evidence {
  private static final String TITLE = "Classes that explain the heap";

  /** After the title come what it means, and the names of the columns. */
  private static final int FIRST_ROW = 3;

  private Evidence() {}

  /** Returns what its newest report suspects first, in words; nothing if there is no report. */
  static Optional<String> firstSuspect(Path folder) {
    try {
      TreeSet<Path> saved = new TreeSet<>();
      try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
        all.forEach(saved::add);
      }
      List<String> lines = Files.readAllLines(saved.last().resolve("report.txt"));
      int title = lines.indexOf(TITLE);
      String[] cells = lines.get(title + FIRST_ROW).strip().split(" {2,}", -1);
      return title < 0
          ? Optional.empty()
          : Optional.of(cells[0] + ", " + cells[1] + " instances, " + cells[2]);
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }
}
