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
  private static final int WIDTH = 118;

  private final PrintStream out;
  private final boolean terminal;
  private final long begin = System.nanoTime();
  private int drawn;

  Screen(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
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
    if (!terminal) {
      return;
    }
    wipe();
    for (String line : lines) {
      out.println(line.length() > WIDTH ? line.substring(0, WIDTH) : line);
    }
    drawn = lines.size();
    out.flush();
  }

  boolean terminal() {
    return terminal;
  }

  private void wipe() {
    if (drawn > 0) {
      // Up to the block's first line, and clear from there.
      out.print("\u001b[" + drawn + "A\u001b[J");
      drawn = 0;
    }
  }
}
