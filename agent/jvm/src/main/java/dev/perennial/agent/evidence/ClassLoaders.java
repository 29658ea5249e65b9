package dev.perennial.agent.evidence;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads which class loaders have how many classes from what the JVM prints of them. Pure. */
final class ClassLoaders {
  /** Loader, parent, data, classes, chunks, blocks, type. */
  /** No more digits than a long can have. */
  private static final Pattern LINE =
      Pattern.compile("\\s*0x\\S+\\s+\\S+\\s+\\S+\\s+(\\d{1,18})\\s+\\d+\\s+\\d+\\s+(\\S.*?)\\s*");

  private ClassLoaders() {}

  /** Returns the number of classes by the loader's type; none where there is nothing to read. */
  static Groups parse(String text) {
    Map<String, Long> classes = new TreeMap<>();
    text.lines()
        .map(LINE::matcher)
        .filter(Matcher::matches)
        .forEach(m -> classes.merge(m.group(2), Long.parseLong(m.group(1)), Long::sum));
    return new Groups(classes);
  }
}
