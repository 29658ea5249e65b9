package dev.perennial.bench.exam.recording;

import dev.perennial.coordinator.aging.Reading;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes a recording: compressed lines. "# name=value" says what it is; "+ column indicator unit"
 * announces a column when it first appears; all others are a sample: seconds, then for each column
 * what has changed, nothing if it is as before, "-" if it was not read, "value" or "value/limit".
 */
final class RecordingWriter {
  private final Map<String, Integer> columns = new LinkedHashMap<>();
  private final Map<String, @Nullable String> values = new LinkedHashMap<>();
  private final Map<String, String> limits = new LinkedHashMap<>();
  private final StringBuilder fields = new StringBuilder();
  private final StringBuilder lines = new StringBuilder();
  private int samples;

  void field(String name, String value) {
    fields.append("# ").append(name).append('=').append(value.replace('\n', ' ')).append('\n');
  }

  void add(double atSeconds, List<Reading> readings) {
    Map<String, Reading> now = new LinkedHashMap<>();
    for (Reading reading : readings) {
      String name = reading.indicator();
      now.put(name, reading);
      if (!columns.containsKey(name)) {
        lines.append("+ ").append(columns.size()).append(' ').append(name);
        lines.append(' ').append(reading.unit()).append('\n');
        columns.put(name, columns.size());
      }
    }
    lines.append(String.format(Locale.ROOT, "%.2f", atSeconds));
    for (String name : columns.keySet()) {
      lines.append(',').append(cell(name, now.get(name)));
    }
    lines.append('\n');
    samples++;
  }

  private String cell(String name, @Nullable Reading reading) {
    String value = reading == null ? "-" : number(reading.value());
    String limit = reading == null ? limits.getOrDefault(name, "") : number(reading.limit());
    boolean sameLimit = limit.equals(limits.put(name, limit));
    boolean sameValue = value.equals(values.put(name, value));
    return sameLimit ? (sameValue ? "" : value) : value + "/" + limit;
  }

  private static String number(double value) {
    if (!Double.isFinite(value)) {
      return "NaN";
    }
    return value == Math.rint(value)
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.4f", value);
  }

  int samples() {
    return samples;
  }

  void write(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file));
        Writer writer = new OutputStreamWriter(out, StandardCharsets.US_ASCII)) {
      writer.append(fields).append(lines);
    }
  }
}
