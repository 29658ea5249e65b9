package dev.perennial.agent.restart;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Child processes that a former life of this process has started: this life's JVM knows nothing of
 * them, so that nobody reaps those that have ended. Thread-safe.
 */
final class FormerChildren {
  private static final Path PROC = Path.of("/proc");

  /** When each was started, in the kernel's ticks, by process id. */
  private final Map<Integer, Long> started = new ConcurrentHashMap<>();

  private final int self;

  private FormerChildren(int self) {
    this.self = self;
  }

  /** What the kernel tells of a process or a thread. */
  record Stat(char state, int parent, long started) {
    /** Parses /proc/PID/stat; a name may have any characters, but only it is in brackets. */
    static @Nullable Stat parse(String text) {
      String[] fields = text.substring(text.lastIndexOf(')') + 1).strip().split(" ");
      return fields.length < 20
          ? null
          : new Stat(fields[0].charAt(0), Integer.parseInt(fields[1]), Long.parseLong(fields[19]));
    }

    static @Nullable Stat of(Path folder) {
      try {
        return parse(Files.readString(folder.resolve("stat"), StandardCharsets.ISO_8859_1));
      } catch (IOException e) {
        // It has ended, and was reaped.
        return null;
      }
    }
  }

  /**
   * Finds those that are older than every thread of this JVM but its first, which is as old as the
   * process.
   */
  static FormerChildren find(int self) {
    FormerChildren children = new FormerChildren(self);
    long born = Long.MAX_VALUE;
    for (int thread : numbers(PROC.resolve(self + "/task"))) {
      Stat stat = thread == self ? null : Stat.of(PROC.resolve(self + "/task/" + thread));
      if (stat != null) {
        born = Math.min(born, stat.started());
      }
    }
    for (int pid : numbers(PROC)) {
      Stat stat = Stat.of(PROC.resolve(Integer.toString(pid)));
      if (stat != null && stat.parent() == self && stat.started() < born) {
        children.started.put(pid, stat.started());
      }
    }
    return children;
  }

  /**
   * Reaps those that have ended. What this life has started is left to its JVM, and what only has
   * the process id of one of them now is another.
   *
   * @return how many are gone
   */
  int reap() {
    int before = started.size();
    started.entrySet().removeIf(child -> isOver(child.getKey(), child.getValue()));
    return before - started.size();
  }

  private boolean isOver(int pid, long since) {
    Stat stat = Stat.of(PROC.resolve(Integer.toString(pid)));
    if (stat == null || stat.parent() != self || stat.started() != since) {
      return true;
    }
    return stat.state() == 'Z' && Libc.waitpid(pid, null, Libc.WNOHANG) == pid;
  }

  private static int[] numbers(Path folder) {
    String[] names = new File(folder.toString()).list((in, name) -> name.matches("\\d{1,9}"));
    int[] numbers = new int[names == null ? 0 : names.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = Integer.parseInt(names[i]);
    }
    return numbers;
  }
}
