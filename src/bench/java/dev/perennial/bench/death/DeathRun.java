package dev.perennial.bench.death;

import dev.perennial.testing.cluster.CleanProcess;
import dev.perennial.testing.cluster.Folders;
import dev.perennial.testing.cluster.FreePorts;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One program with the agent, from its start to its second life. */
final class DeathRun {
  private static final long START_SECONDS = 60;
  private static final long DEATH_SECONDS = 60;
  private static final long LOOK_MILLIS = 50;
  private static final Pattern NOTE =
      Pattern.compile("emergency restart: .*, (\\d+) ms after the first sign, .*, after (\\d+) ms");
  private static final Pattern LIFE = Pattern.compile("life (\\d+)");

  private final DeathCase what;
  private final String guard;
  private final Path agent;
  private final Path folder;

  private DeathRun(DeathCase what, String guard, Path agent, Path folder) {
    this.what = what;
    this.guard = guard;
    this.agent = agent;
    this.folder = folder;
  }

  /**
   * How it went, milliseconds.
   *
   * @param critical from the first sign that the guard saw to its verdict
   * @param restarted from that sign to the exec
   * @param alive from the program's beginning to fail to the main method of its next life
   */
  record Times(double critical, double restarted, double alive) {}

  /** Returns nothing if it was not restarted in time. */
  static Optional<Times> run(DeathCase what, String guard, Path agent)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("perennial-death");
    // A launcher may make it another user's program.
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    try {
      return new DeathRun(what, guard, agent, folder).run();
    } finally {
      Folders.delete(folder);
    }
  }

  private Optional<Times> run() throws IOException, InterruptedException {
    Process process = CleanProcess.start(command(), folder, folder.resolve("out.log"), Map.of());
    try (OutputStream input = process.getOutputStream()) {
      if (!await("the guard is ready", START_SECONDS, process)) {
        throw new IOException("the agent does not come up: " + said());
      }
      long begun = System.currentTimeMillis();
      input.write('x');
      input.flush();
      if (!await(NOTE, DEATH_SECONDS, process)) {
        return Optional.empty();
      }
      Matcher note = NOTE.matcher(said());
      long alive = nextLife(begun);
      return note.find() && alive > 0
          ? Optional.of(
              new Times(
                  Double.parseDouble(note.group(1)),
                  Double.parseDouble(note.group(2)),
                  alive - begun))
          : Optional.empty();
    } finally {
      process.destroyForcibly().onExit().join();
    }
  }

  /** Returns when the main method of the next life began; -1 if it does not in time. */
  private long nextLife(long begun) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (System.nanoTime() < deadline) {
      Matcher life = LIFE.matcher(said());
      while (life.find()) {
        long at = Long.parseLong(life.group(1));
        if (at > begun) {
          return at;
        }
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    return -1;
  }

  private List<String> command() {
    List<String> command = new ArrayList<>(what.launcher());
    command.add(what.java().resolve("bin/java").toString());
    command.add("-XX:+Use" + what.collector() + "GC");
    command.add("-Xmx" + what.heap());
    command.add(
        "-javaagent:"
            + agent
            + "=server=dying,action=automatic,emergency=restart,http.port=0,guard="
            + guard
            + ",cluster.least-heap=0,cluster.port="
            + FreePorts.next()
            + ",log.dir="
            + folder.resolve("agent"));
    String classes = Dying.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    command.addAll(List.of("-cp", classes, Dying.class.getName(), what.what()));
    return command;
  }

  private boolean await(String words, long seconds, Process process)
      throws IOException, InterruptedException {
    return await(Pattern.compile(Pattern.quote(words)), seconds, process);
  }

  private boolean await(Pattern words, long seconds, Process process)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (!words.matcher(said()).find()) {
      if (System.nanoTime() > deadline || !process.isAlive()) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    return true;
  }

  private String said() throws IOException {
    Path log = folder.resolve("agent/perennial.log");
    return Files.readString(folder.resolve("out.log"))
        + (Files.exists(log) ? Files.readString(log) : "");
  }
}
