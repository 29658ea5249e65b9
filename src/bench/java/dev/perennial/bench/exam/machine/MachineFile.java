package dev.perennial.bench.exam.machine;

import dev.perennial.bench.exam.Sample;
import dev.perennial.coordinator.aging.Reading;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * Reads one published file: a head line, then one line for each moment. The first column is the
 * time, in seconds or as "2024-07-08 12:00:00"; of the others those count whose names are known.
 */
final class MachineFile {
  private static final List<String> MEMORY = List.of("memory_percent", "memory_usage");
  private static final String PROCESSOR = "cpu_usage";
  private static final String RESPONSE = "response_time";
  private static final double FULL = 100;

  private final List<String> head;
  private final int memory;
  private double beganAt = Double.NaN;

  private MachineFile(Path file, List<String> head) throws IOException {
    this.head = head;
    this.memory = MEMORY.stream().mapToInt(head::indexOf).max().orElse(-1);
    if (memory < 0) {
      throw new IOException(file + " has no column " + String.join(" or ", MEMORY));
    }
  }

  /**
   * Returns the trace of a file.
   *
   * @throws IOException if it cannot be read or has no memory in it
   */
  static MachineTrace read(Path file, String name) throws IOException {
    List<Sample> samples = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.US_ASCII))) {
      String first = lines.readLine();
      MachineFile columns =
          new MachineFile(file, first == null ? List.of() : Arrays.asList(first.split(",")));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        samples.add(columns.sample(line.split(",", -1)));
      }
      if (samples.isEmpty()) {
        throw new IOException(file + " has no samples");
      }
      boolean isRun = columns.head.contains(RESPONSE);
      double since = isRun ? samples.get(0).atSeconds() : Double.NaN;
      return new MachineTrace(name, samples, since, isRun ? Collapse.at(samples) : Double.NaN);
    }
  }

  private Sample sample(String[] cells) {
    double at = seconds(cells[0]);
    beganAt = Double.isNaN(beganAt) ? at : beganAt;
    List<Reading> readings = new ArrayList<>(3);
    add(readings, new Reading(MachineTrace.INDICATOR, number(cells, memory), FULL, "percent"));
    add(
        readings,
        new Reading("load.cpu", number(cells, head.indexOf(PROCESSOR)) / 100, 1, "ratio"));
    add(
        readings,
        new Reading(Collapse.RESPONSE, number(cells, head.indexOf(RESPONSE)), 0, "seconds"));
    return new Sample(at - beganAt, readings);
  }

  private static void add(List<Reading> readings, Reading reading) {
    if (Double.isFinite(reading.value())) {
      readings.add(reading);
    }
  }

  private static double number(String[] cells, int column) {
    return column < 0 || column >= cells.length || cells[column].isBlank()
        ? Double.NaN
        : Double.parseDouble(cells[column]);
  }

  private static double seconds(String cell) {
    return cell.contains(":")
        ? LocalDateTime.parse(cell.replace(' ', 'T')).toEpochSecond(ZoneOffset.UTC)
        : Double.parseDouble(cell);
  }
}
