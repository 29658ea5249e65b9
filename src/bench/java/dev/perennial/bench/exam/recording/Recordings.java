package dev.perennial.bench.exam.recording;

import dev.perennial.bench.exam.Trace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The recordings of a folder, as traces. */
public final class Recordings {
  private static final String PREFIX = "recorded ";

  private Recordings() {}

  /**
   * Returns all whose truth is known: those that are healthy, and those whose leak got to its end.
   */
  public static List<Trace> in(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    List<Trace> traces = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith(".csv.gz")) {
          RecordedTrace trace =
              RecordedTrace.read(file, PREFIX + name.substring(0, name.length() - 7));
          if (trace.isKnown()) {
            traces.add(trace);
          } else {
            System.err.println("exam: " + name + " leaks, but to no end: left out");
          }
        }
      }
    }
    return traces;
  }

  /** Returns whether a trace of that name is a recording. */
  public static boolean isOne(String name) {
    return name.startsWith(PREFIX);
  }
}
