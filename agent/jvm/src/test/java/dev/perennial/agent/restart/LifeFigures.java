package dev.perennial.agent.restart;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * What of a process would grow from life to life, if a life left something behind.
 *
 * @param descriptors that are open
 * @param threads of the kernel
 * @param zombies children that have ended, and that nobody has reaped
 * @param environmentBytes with which the life was started
 * @param temporaryFiles in its temporary folder
 * @param residentKilobytes of memory
 */
record LifeFigures(
    long descriptors,
    long threads,
    long zombies,
    long environmentBytes,
    long temporaryFiles,
    long residentKilobytes) {
  private static final Path SELF = Path.of("/proc/self");

  static LifeFigures ofThisProcess() throws IOException {
    return new LifeFigures(
        count(SELF.resolve("fd")),
        count(SELF.resolve("task")),
        zombies(Libc.getpid()),
        Files.readAllBytes(SELF.resolve("environ")).length,
        count(Path.of(System.getProperty("java.io.tmpdir"))),
        resident());
  }

  /** Returns it in the order of its fields, for {@link #parse}. */
  String text() {
    return String.join(
        " ",
        Stream.of(
                descriptors, threads, zombies, environmentBytes, temporaryFiles, residentKilobytes)
            .map(String::valueOf)
            .toList());
  }

  static LifeFigures parse(String text) {
    long[] all = Arrays.stream(text.strip().split(" ")).mapToLong(Long::parseLong).toArray();
    return new LifeFigures(all[0], all[1], all[2], all[3], all[4], all[5]);
  }

  private static long count(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.count();
    }
  }

  private static long zombies(int self) throws IOException {
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      return processes
          .filter(folder -> folder.getFileName().toString().matches("\\d+"))
          .map(FormerChildren.Stat::of)
          .filter(stat -> stat != null && stat.parent() == self && stat.state() == 'Z')
          .count();
    }
  }

  private static long resident() throws IOException {
    return Files.readAllLines(SELF.resolve("status"), StandardCharsets.ISO_8859_1).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}
