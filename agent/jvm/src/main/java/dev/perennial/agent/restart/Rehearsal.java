package dev.perennial.agent.restart;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Starts a JVM as the next life would be started, which ends before the application's main method.
 */
final class Rehearsal {
  /** What such a JVM takes at most. */
  private static final long NEEDED_BYTES = 256L << 20;

  private static final long LIMIT_SECONDS = 30;
  private static final int MAX_OUTPUT = 4096;

  /**
   * Options that this JVM alone may have: agents, what listens, what writes files, what takes
   * memory, and what acts upon an error.
   */
  private static final List<String> LEFT_OUT =
      List.of(
          "-javaagent:",
          "-agentpath:",
          "-agentlib:",
          "-Xrun",
          "-Xdebug",
          "-Dcom.sun.management.",
          "-XX:+ManagementServer",
          "-Xlog",
          "-verbose",
          "-XX:+Log",
          "-XX:LogFile=",
          "-XX:StartFlightRecording",
          "-XX:FlightRecorderOptions",
          "-XX:+FlightRecorder",
          "-Xms",
          "-Xmx",
          "-Xmn",
          "-XX:InitialHeapSize=",
          "-XX:MinHeapSize=",
          "-XX:MaxHeapSize=",
          "-XX:SoftMaxHeapSize=",
          "-XX:NewSize=",
          "-XX:MaxNewSize=",
          "-XX:OldSize=",
          "-XX:InitialRAM",
          "-XX:MinRAM",
          "-XX:MaxRAM",
          "-XX:+AlwaysPreTouch",
          "-XX:+UseLargePages",
          "-XX:+UseTransparentHugePages",
          "-XX:LargePageSizeInBytes=",
          "-XX:AllocateHeapAt=",
          "-XX:ArchiveClassesAtExit=",
          "-XX:+AutoCreateSharedArchive",
          "-XX:DumpLoadedClassList=",
          "-XX:AOTCacheOutput=",
          "-XX:AOTConfiguration=",
          "-XX:AOTMode=",
          "-XX:CRaC",
          "-XX:+HeapDump",
          "-XX:HeapDumpPath=",
          "-XX:OnError=",
          "-XX:OnOutOfMemoryError=",
          "-XX:+ExitOnOutOfMemoryError",
          "-XX:+CrashOnOutOfMemoryError",
          "-XX:+ShowMessageBoxOnError");

  /** After all others, as a file of flags may say otherwise. */
  private static final List<String> SMALL =
      List.of("-Xms8m", "-Xmx64m", "-XX:-AlwaysPreTouch", "-XX:-UsePerfData");

  private Rehearsal() {}

  /**
   * How one ended.
   *
   * @param obstacle why the next JVM would not start, in words; empty if it would, or that is not
   *     known
   * @param unknown why it is not known, in words; empty if it is
   */
  record Outcome(String obstacle, String unknown) {}

  /** Returns what it is started with. */
  static List<String> command(Path program, JvmOptions options) {
    List<String> command = new ArrayList<>();
    command.add(program.toString());
    for (JvmOptions.Option option : options.options()) {
      if (LEFT_OUT.stream().noneMatch(option.text()::startsWith)) {
        command.addAll(option.words());
      }
    }
    command.addAll(SMALL);
    command.add("--dry-run");
    boolean two = options.program().size() > 1 && options.program().get(0).startsWith("-");
    command.addAll(options.program().subList(0, Math.min(two ? 2 : 1, options.program().size())));
    return command;
  }

  /** Makes one, bounded in time and memory. */
  static Outcome of(Path program, JvmOptions options, FreeMemory memory) {
    long free = memory.bytes();
    if (free < NEEDED_BYTES) {
      return new Outcome(
          "",
          "of memory only " + (free >> 20) + " MB are free, and it takes " + (NEEDED_BYTES >> 20));
    }
    try {
      return judged(command(program, options));
    } catch (IOException e) {
      return new Outcome("", "no process can be had for it: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Outcome("", "it was interrupted");
    }
  }

  private static Outcome judged(List<String> command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeAll(JvmOptions.VARIABLES);
    builder.environment().keySet().removeAll(Environment.LEFT);
    Process process = builder.start();
    try {
      process.getOutputStream().close();
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        return new Outcome("", "it took more than " + LIMIT_SECONDS + " s");
      }
      byte[] output = process.getInputStream().readNBytes(MAX_OUTPUT);
      return outcome(process.exitValue(), new String(output, Charset.defaultCharset()));
    } finally {
      process.destroyForcibly();
    }
  }

  /**
   * Judges one by how it ended. What lacks memory or threads now, or was killed, says nothing of
   * the next life: that one has what this one gives up.
   */
  static Outcome outcome(int status, String output) {
    if (status == 0) {
      return new Outcome("", "");
    }
    String said = said(output);
    String lower = said.toLowerCase(Locale.ROOT);
    boolean want =
        lower.contains("memory") || lower.contains("thread") || lower.contains("resource");
    return status > 128 || want
        ? new Outcome("", "it ended with status " + status + ": " + said)
        : new Outcome(
            "a JVM with the same options ends at once: "
                + said
                + " (perennial.restart.rehearse=false leaves this look out)",
            "");
  }

  private static String said(String output) {
    StringBuilder said = new StringBuilder();
    for (String line : output.split("\n")) {
      String plain = line.strip();
      if (!plain.isEmpty() && !plain.contains("Picked up ") && !plain.contains("warning:")) {
        said.append(said.isEmpty() ? "" : ", ").append(plain);
        if (said.length() > 200) {
          return said.substring(0, 200) + "...";
        }
      }
    }
    return said.toString();
  }
}
