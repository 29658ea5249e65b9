package dev.perennial.bench.exam.recording;

import dev.perennial.coordinator.aging.Reading;
import dev.perennial.testing.cluster.CleanProcess;
import dev.perennial.testing.cluster.Folders;
import dev.perennial.testing.cluster.FreePorts;
import dev.perennial.testing.cluster.Server;
import dev.perennial.testing.http.Http;
import dev.perennial.testing.http.HttpRequest;
import dev.perennial.testing.options.CommandLines;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.management.JMException;

/**
 * Runs a program with the agent in it, which only observes, and writes down its indicators each
 * second until the time is up or what leaks is exhausted.
 */
public final class Recorder {
  private static final int START_SECONDS = 120;
  private static final int BLIND_SECONDS = 10;
  private static final Duration FAULT_LIMIT = Duration.ofSeconds(5);

  private final RecordOptions options;
  private final Path base;
  private final int port = FreePorts.next();
  private double leaksSince = Double.NaN;
  private double exhaustedAt = Double.NaN;
  private String end = "time is up";

  private Recorder(RecordOptions options, Path base) {
    this.options = options;
    this.base = base;
  }

  /** See {@code --help}. */
  public static void main(String[] args) throws Exception {
    // At the end: connections to a JVM that is no more may linger.
    System.exit(CommandLines.run(RecordOptions.class, args, RecordOptions::read, Recorder::begin));
  }

  private static int begin(RecordOptions options) throws IOException, InterruptedException {
    // A JVM that dies of a full heap must not keep its observer.
    System.setProperty("sun.rmi.transport.tcp.responseTimeout", "4000");
    Path base = Files.createTempDirectory("perennial-record");
    try {
      new Recorder(options, base).run();
    } finally {
      Folders.delete(base);
    }
    return 0;
  }

  private void run() throws IOException, InterruptedException {
    RecordingWriter writer = new RecordingWriter();
    Process process =
        CleanProcess.start(
            command(), base, base.resolve("out.log"), Map.of("PERENNIAL_SECRET", Server.SECRET));
    try (Load load = new Load(port, options.program.path)) {
      if (options.program.isServer()) {
        load.awaitServer(process, START_SECONDS);
        load.start();
      }
      try (Indicators indicators = connect(process)) {
        observe(process, indicators, load, writer);
      } catch (IOException e) {
        System.err.println("record: " + e);
      }
    } finally {
      if (Double.isNaN(exhaustedAt)) {
        System.err.println("record: " + tail());
      }
      process.destroyForcibly().waitFor();
    }
    writer.field("program", options.program.name().toLowerCase(Locale.ROOT));
    writer.field("jdk", Integer.toString(jdk()));
    writer.field("gc", options.gc);
    writer.field("vm", String.join(" ", options.vmOptions()));
    writer.field("fault", fault());
    writer.field("rate", Integer.toString(options.leak == null ? 0 : options.leak.rate()));
    writer.field("leaksSince", Double.toString(leaksSince));
    writer.field("exhaustedAt", Double.toString(exhaustedAt));
    writer.field("end", end);
    Path file = options.to.resolve(options.name(jdk()) + ".csv.gz");
    writer.write(file);
    System.err.printf(
        "record: %s, %d samples, leaks since %.0f s, exhausted at %.0f s: %s%n",
        file.getFileName(), writer.samples(), leaksSince, exhaustedAt, end);
  }

  private List<String> command() throws IOException {
    String limits =
        (options.files > 0 ? "ulimit -n " + options.files + "; " : "")
            + (options.threads > 0 ? "ulimit -u " + options.threads + "; " : "");
    List<String> command =
        new ArrayList<>(List.of("/bin/bash", "-c", limits + "exec \"$@\"", "record"));
    command.add(options.java.resolve("bin/java").toString());
    command.add("-XX:+Use" + options.gc + "GC");
    command.addAll(options.vmOptions());
    int member = FreePorts.next();
    command.add(
        "-javaagent:%s=action=observe,server=recorded,cluster.port=%d,cluster.members=127.0.0.1:%d,"
                .formatted(System.getProperty("bench.agent"), member, member)
            + "http.port=%d,log.dir=%s".formatted(FreePorts.next(), base.resolve("agent")));
    command.addAll(options.program.command(base, port));
    return command;
  }

  /** Waits until the agent shows its indicators. */
  private static Indicators connect(Process process) throws IOException, InterruptedException {
    Indicators indicators = new Indicators(process.pid());
    long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (System.nanoTime() < limit && process.isAlive()) {
      try {
        if (!indicators.read().isEmpty()) {
          return indicators;
        }
      } catch (JMException e) {
        // It is about to register them.
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
    throw new IOException("the agent shows no indicators");
  }

  private void observe(Process process, Indicators indicators, Load load, RecordingWriter writer)
      throws IOException, InterruptedException {
    long begin = System.nanoTime();
    double lastSeen = 0;
    leaksSince = options.program.ages() ? 0 : leaksSince;
    for (int second = 0; second < options.seconds; second++) {
      long due = begin + TimeUnit.SECONDS.toNanos(second);
      TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
      double now = (System.nanoTime() - begin) / 1e9;
      second = Math.max(second, (int) now);
      if (options.leak != null && Double.isNaN(leaksSince) && now >= options.youngSeconds) {
        leak();
        leaksSince = now;
      }
      try {
        List<Reading> readings = indicators.read();
        writer.add(now, readings);
        lastSeen = now;
        full(readings);
      } catch (IOException | JMException e) {
        // It may be too busy collecting to answer.
      }
      if (!process.isAlive()) {
        end = "the process ended";
      } else if (now - lastSeen > BLIND_SECONDS || load.failedInARow() > 2) {
        end = "it does not answer";
        now = Math.min(now, lastSeen + 1);
      } else if (!complaint().isEmpty()) {
        end = complaint();
      } else if (end.equals("time is up")) {
        continue;
      }
      exhaustedAt = now;
      return;
    }
    exhaustedAt = options.program.ages() ? lastSeen : exhaustedAt;
  }

  /** Looks for an indicator that has reached its limit, if the system would not enforce it. */
  private void full(List<Reading> readings) {
    for (Reading reading : readings) {
      if (reading.indicator().equals(fault()) && reading.level() >= 1) {
        end = reading.indicator() + " reached the limit";
      }
    }
  }

  private String complaint() throws IOException {
    String log = log();
    return Stream.of("OutOfMemoryError: [A-Za-z ]*", "OutOfMemoryError", "Too many open files")
        .map(words -> java.util.regex.Pattern.compile(words).matcher(log))
        .filter(java.util.regex.Matcher::find)
        .map(java.util.regex.Matcher::group)
        .findFirst()
        .orElse("");
  }

  private void leak() throws IOException {
    RecordOptions.Leak leak = Objects.requireNonNull(options.leak);
    String path = "/admin/fault?kind=%s&rate=%d".formatted(leak.kind(), leak.rate());
    if (Http.ok(port, HttpRequest.post(path, ""), FAULT_LIMIT).isEmpty()) {
      throw new IOException("the shop does not take the fault");
    }
  }

  private String fault() {
    String own = options.program.ages() ? options.program.name().toLowerCase(Locale.ROOT) : "none";
    return options.leak == null ? own : options.leak.kind();
  }

  private int jdk() throws IOException {
    String release = Files.readString(options.java.resolve("release"));
    String version = release.replaceAll("(?s).*JAVA_VERSION=\"([0-9]+).*", "$1");
    return Integer.parseInt(version);
  }

  private String log() throws IOException {
    Path file = base.resolve("out.log");
    return Files.exists(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
  }

  private String tail() throws IOException {
    String log = log();
    return log.substring(Math.max(0, log.length() - 500));
  }
}
