package dev.perennial.sample.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Where the story is shown: lines that stay, and in a terminal below them a block that is drawn
 * again and again. Thread-safe.
 */
final class Screen {
  private final PrintStream out;
  private final int columns;
  private final long begin = System.nanoTime();
  private int drawn;

  /**
   * @param columns of the terminal; 0 if it is none
   */
  Screen(PrintStream out, int columns) {
    this.out = out;
    this.columns = columns;
  }

  /** Says something, with the time since the start. */
  synchronized void say(String line) {
    double seconds = Duration.ofNanos(System.nanoTime() - begin).toMillis() / 1000.0;
    plain(String.format(Locale.ROOT, "%7.1f s  %s", seconds, line));
  }

  /** Says something without the time. */
  synchronized void plain(String text) {
    wipe();
    out.println(text);
    out.flush();
  }

  /** Draws the block; in a pipe nothing. */
  synchronized void block(List<String> lines) {
    if (!terminal()) {
      return;
    }
    wipe();
    // A line that the terminal breaks would be two to wipe.
    int width = Math.max(1, columns - 1);
    for (String line : lines) {
      out.println(line.length() > width ? line.substring(0, width) : line);
    }
    drawn = lines.size();
    out.flush();
  }

  boolean terminal() {
    return columns > 0;
  }

  private void wipe() {
    if (drawn > 0) {
      // Up to the block's first line, and clear from there.
      out.print("\u001b[" + drawn + "A\u001b[J");
      drawn = 0;
    }
  }
}
