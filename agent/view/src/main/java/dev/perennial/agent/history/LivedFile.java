package dev.perennial.agent.history;

import dev.perennial.coordinator.forecast.LivedLevels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Keeps the levels that a server lived at for its next life, in a small file: a line for each life,
 * of "indicator=part of the limit" with blanks between. Where it cannot be read or written, the
 * problem is told, once, and nothing is thrown. Thread-safe.
 */
public final class LivedFile {
  private final Path file;
  private final Consumer<String> problems;
  private boolean told;

  /**
   * @param problems takes what cannot be read or written, in words; must not throw
   */
  public LivedFile(Path file, Consumer<String> problems) {
    this.file = file;
    this.problems = problems;
  }

  /** Returns what earlier lives left; nothing where there is none. */
  public synchronized LivedLevels read() {
    LivedLevels levels = LivedLevels.NONE;
    if (Files.exists(file)) {
      try {
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
          levels = levels.and(parse(line));
        }
      } catch (IOException | IllegalArgumentException e) {
        tell("what earlier lives taught cannot be read from " + file + ", it is left out: " + e);
      }
    }
    return levels;
  }

  /** Keeps these levels instead of those before. */
  public synchronized void write(LivedLevels levels) {
    List<String> lines = levels.lives().stream().map(LivedFile::line).toList();
    try {
      WholeFile.write(file, String.join("\n", lines) + "\n");
    } catch (IOException e) {
      tell("what this life teaches cannot be written to " + file + ": " + e);
    }
  }

  private void tell(String problem) {
    if (!told) {
      told = true;
      problems.accept(problem);
    }
  }

  private static String line(Map<String, Double> life) {
    return life.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(level -> level.getKey() + "=" + level.getValue())
        .collect(Collectors.joining(" "));
  }

  private static Map<String, Double> parse(String line) {
    Map<String, Double> life = new HashMap<>();
    for (String level : line.isBlank() ? new String[0] : line.split(" ")) {
      int equals = level.indexOf('=');
      double share = Double.parseDouble(level.substring(equals + 1));
      if (equals < 1 || !(share >= 0 && share <= 1)) {
        throw new IllegalArgumentException("\"" + level + "\" is no level");
      }
      life.put(level.substring(0, equals), share);
    }
    return life;
  }
}
