package dev.perennial.agent.evidence;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many instances of each class there are and how much they take up, largest first.
 *
 * @param sizes by class name, as in source code: {@code byte[]}, {@code java.util.HashMap$Node}
 */
record ClassHistogram(Map<String, Size> sizes) {
  /** No more digits than a long can have. */
  private static final Pattern LINE =
      Pattern.compile("\\s*\\d+:\\s+(\\d{1,18})\\s+(\\d{1,18})\\s+(\\S.*?)(?:\\s+\\(.*\\))?\\s*");

  private static final String PRIMITIVES = "ZBCSIJFD";
  private static final String[] NAMES = {
    "boolean", "byte", "char", "short", "int", "long", "float", "double"
  };

  /** Of all instances of a class; bytes without what they refer to. */
  record Size(long instances, long bytes) {
    static final Size NONE = new Size(0, 0);

    Size plus(Size other) {
      return new Size(instances + other.instances, bytes + other.bytes);
    }

    /** Returns what has come since; never negative. */
    Size since(Size before) {
      return new Size(Math.max(0, instances - before.instances), Math.max(0, bytes - before.bytes));
    }
  }

  /** Returns the histogram of which nothing is known. */
  static ClassHistogram empty() {
    return new ClassHistogram(Map.of());
  }

  /** Reads what the JVM prints, and keeps the largest classes. */
  static ClassHistogram parse(String text, int largest) {
    Map<String, Size> sizes = new LinkedHashMap<>();
    text.lines()
        .map(LINE::matcher)
        .filter(Matcher::matches)
        .limit(largest)
        .forEach(
            m ->
                sizes.merge(
                    source(m.group(3)),
                    new Size(Long.parseLong(m.group(1)), Long.parseLong(m.group(2))),
                    Size::plus));
    return new ClassHistogram(sizes);
  }

  /** From "[[B" to "byte[][]", from "[Ljava.lang.String;" to "java.lang.String[]". */
  static String source(String name) {
    int dimensions = 0;
    while (dimensions < name.length() && name.charAt(dimensions) == '[') {
      dimensions++;
    }
    if (dimensions == 0 || dimensions == name.length()) {
      return name;
    }
    int primitive = PRIMITIVES.indexOf(name.charAt(dimensions));
    String element =
        name.endsWith(";") && name.length() > dimensions + 1
            ? name.substring(dimensions + 1, name.length() - 1)
            : primitive >= 0 ? NAMES[primitive] : name.substring(dimensions);
    return element + "[]".repeat(dimensions);
  }

  /** Returns what has come since, by class. */
  ClassHistogram since(ClassHistogram young) {
    Map<String, Size> grown = new LinkedHashMap<>();
    sizes.forEach(
        (name, size) -> {
          Size more = size.since(young.sizes.getOrDefault(name, Size.NONE));
          if (more.bytes() > 0) {
            grown.put(name, more);
          }
        });
    return new ClassHistogram(grown);
  }

  /** Returns it without some classes. */
  ClassHistogram without(Set<String> names) {
    return filtered(name -> !names.contains(name));
  }

  /** Returns some classes of it. */
  ClassHistogram only(Set<String> names) {
    return filtered(names::contains);
  }

  private ClassHistogram filtered(Predicate<String> which) {
    Map<String, Size> some = new LinkedHashMap<>();
    sizes.forEach(
        (name, size) -> {
          if (which.test(name)) {
            some.put(name, size);
          }
        });
    return new ClassHistogram(some);
  }
}
