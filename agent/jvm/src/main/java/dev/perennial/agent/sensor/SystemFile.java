package dev.perennial.agent.sensor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/** Files in which Linux says something in lines of text. */
final class SystemFile {
  private SystemFile() {}

  /** Returns the lines; none where there is no such file. */
  static List<String> lines(Path path) {
    try {
      return Files.readAllLines(path);
    } catch (IOException e) {
      // Not Linux, or not allowed: the same as a file without lines.
      return List.of();
    }
  }

  /** Returns the number that is all of the file; none where it says "max". */
  static OptionalLong number(Path path) {
    List<String> lines = lines(path);
    return lines.isEmpty() ? OptionalLong.empty() : number(lines.get(0).trim());
  }

  /** Returns the number in the line that begins with a name as its first word. */
  static OptionalLong entry(Path path, String name) {
    for (String line : lines(path)) {
      if (line.startsWith(name)) {
        String[] words = line.trim().split("\\s+");
        if (words[0].equals(name) && words.length > 1) {
          return number(words[1]);
        }
      }
    }
    return OptionalLong.empty();
  }

  /** Returns the sum of the numbers in the lines that begin with one of the names. */
  static long sum(Path path, List<String> names) {
    long sum = 0;
    for (String line : lines(path)) {
      int end = line.indexOf(' ');
      if (end > 0 && names.contains(line.substring(0, end))) {
        sum += number(line.substring(end + 1).trim()).orElse(0);
      }
    }
    return sum;
  }

  /** Returns a word as a number. */
  static OptionalLong number(String word) {
    try {
      return OptionalLong.of(Long.parseLong(word));
    } catch (NumberFormatException e) {
      // "max" and "unlimited" are no limit.
      return OptionalLong.empty();
    }
  }
}
