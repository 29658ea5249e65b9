package dev.perennial.agent.history;

import dev.perennial.agent.status.PastRejuvenation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The rejuvenations of a server over all its lives, the latest last: a life notes the one that ends
 * it, and the next life completes it. Kept in a small file; where that cannot be read or written,
 * the problem is told and nothing is thrown. Thread-safe.
 */
public final class RejuvenationHistory {
  private static final int MOST = 50;

  private final Path file;
  private final Consumer<String> problems;
  private final List<PastRejuvenation> past = new ArrayList<>();
  private @Nullable PastRejuvenation pending;

  private RejuvenationHistory(Path file, Consumer<String> problems) {
    this.file = file;
    this.problems = problems;
  }

  /**
   * Returns the history in a file, which is made with the first entry.
   *
   * @param problems takes what cannot be read or written, in words; must not throw
   */
  public static RejuvenationHistory open(Path file, Consumer<String> problems) {
    RejuvenationHistory history = new RejuvenationHistory(file, problems);
    history.load();
    return history;
  }

  private synchronized void load() {
    if (!Files.exists(file)) {
      return;
    }
    try {
      for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
        HistoryLine.parse(line)
            .ifPresentOrElse(
                read -> {
                  if (read.pending()) {
                    pending = read.entry();
                  } else {
                    past.add(read.entry());
                  }
                },
                () -> problems.accept("a line of " + file + " cannot be read and is left out"));
      }
    } catch (IOException e) {
      problems.accept("the history in " + file + " cannot be read: " + e);
    }
  }

  /** Returns those that are over, the latest last. */
  public synchronized List<PastRejuvenation> all() {
    return List.copyOf(past);
  }

  /** Returns the one under way whose restart has been noted. */
  public synchronized Optional<PastRejuvenation> pending() {
    return Optional.ofNullable(pending);
  }

  /** Notes one that the restart is about to end; what comes after it is not known yet. */
  public synchronized void begin(PastRejuvenation entry) {
    pending = entry;
    write();
  }

  /** Adds one that is over. */
  public synchronized void add(PastRejuvenation entry) {
    past.add(entry);
    if (past.size() > MOST) {
      past.remove(0);
    }
    write();
  }

  /**
   * Completes the one under way, if there is one.
   *
   * @param outcome in words
   */
  public synchronized Optional<PastRejuvenation> finish(
      Instant ended, String outcome, Footprint after, long pid) {
    PastRejuvenation begun = pending;
    if (begun == null) {
      return Optional.empty();
    }
    pending = null;
    PastRejuvenation whole =
        begun.completed(ended, outcome, after.heapBytes(), after.residentBytes(), pid);
    add(whole);
    return Optional.of(whole);
  }

  private void write() {
    List<String> lines = new ArrayList<>();
    past.forEach(entry -> lines.add(HistoryLine.of(entry, false)));
    if (pending != null) {
      lines.add(HistoryLine.of(pending, true));
    }
    try {
      WholeFile.write(file, String.join("\n", lines) + "\n");
    } catch (IOException e) {
      problems.accept("the history cannot be written to " + file + ": " + e);
    }
  }
}
