package dev.perennial.bench.exam.recording;

import dev.perennial.bench.exam.Run;
import dev.perennial.bench.exam.Sample;
import dev.perennial.bench.exam.Trace;
import dev.perennial.coordinator.aging.Reading;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** A recording that was read back; the format is that of {@link RecordingWriter}. */
record RecordedTrace(String name, Map<String, String> fields, List<Sample> samples)
    implements Trace {

  static RecordedTrace read(Path file, String name) throws IOException {
    Map<String, String> fields = new HashMap<>();
    List<Column> columns = new ArrayList<>();
    List<Sample> samples = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.US_ASCII))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("# ")) {
          int equals = line.indexOf('=');
          fields.put(line.substring(2, equals), line.substring(equals + 1));
        } else if (line.startsWith("+ ")) {
          String[] words = line.split(" ");
          columns.add(new Column(words[2], words[3]));
        } else {
          samples.add(sample(line, columns));
        }
      }
    }
    return new RecordedTrace(name, fields, samples);
  }

  private static Sample sample(String line, List<Column> columns) {
    String[] cells = line.split(",", -1);
    List<Reading> readings = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      columns.get(i).take(cells[i + 1], readings);
    }
    return new Sample(Double.parseDouble(cells[0]), readings);
  }

  /** What a column said last. */
  private static final class Column {
    private final String indicator;
    private final String unit;
    private String value = "-";
    private double limit;

    Column(String indicator, String unit) {
      this.indicator = indicator;
      this.unit = unit;
    }

    void take(String cell, List<Reading> readings) {
      if (!cell.isEmpty()) {
        int slash = cell.indexOf('/');
        value = slash < 0 ? cell : cell.substring(0, slash);
        limit = slash < 0 ? limit : Double.parseDouble(cell.substring(slash + 1));
      }
      if (!value.equals("-")) {
        readings.add(new Reading(indicator, Double.parseDouble(value), limit, unit));
      }
    }
  }

  boolean isKnown() {
    return !isAging() || !Double.isNaN(exhaustedAtSeconds());
  }

  @Override
  public boolean isAging() {
    return !fields.getOrDefault("fault", "none").equals("none");
  }

  @Override
  public double agingSinceSeconds() {
    return number("leaksSince");
  }

  @Override
  public double exhaustedAtSeconds() {
    return number("exhaustedAt");
  }

  private double number(String field) {
    return Double.parseDouble(fields.getOrDefault(field, "NaN"));
  }

  @Override
  public String agingIndicator() {
    return "";
  }

  @Override
  public Run run() {
    return Run.replayed(samples);
  }
}
