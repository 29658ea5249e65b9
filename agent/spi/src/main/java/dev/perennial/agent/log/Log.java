package dev.perennial.agent.log;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The agent's log. Lines go to a file of the agent's own, of bounded size and number, and not more
 * than a few a minute of each kind, the rest of which is counted; warnings and errors also go to
 * the standard error stream, one line each, beginning with "perennial:". Where no file can be
 * written, all goes there. Nothing here throws. Thread-safe.
 */
public final class Log implements AutoCloseable {
  private static final long MAX_BYTES = 5L << 20;
  private static final int MAX_FILES = 4;
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\\t]]");

  private final InstantSource clock;
  private final PrintStream stderr;

  /** One for each level: whoever causes many lines of one keeps no warning from being said. */
  private final Map<Level, RateLimit> limits = new EnumMap<>(Level.class);

  /** Null where all goes to the error stream. */
  private volatile @Nullable RotatingFile file;

  private enum Level {
    INFO,
    WARN,
    ERROR
  }

  private Log(InstantSource clock, PrintStream stderr) {
    this.clock = clock;
    this.stderr = stderr;
    for (Level level : Level.values()) {
      limits.put(level, new RateLimit());
    }
  }

  /** Returns a log that writes to an error stream only. */
  public static Log toStream(InstantSource clock, PrintStream stderr) {
    return new Log(clock, stderr);
  }

  /**
   * Returns a log that writes {@code perennial.log} into a directory, which is made if need be, for
   * this user alone. Where others may write to one that is there, a line says so.
   *
   * @param directory for the log; one line on the error stream says so if it cannot be used
   * @param stderr where people look when something is wrong
   */
  public static Log open(Path directory, InstantSource clock, PrintStream stderr) {
    Log log = new Log(clock, stderr);
    try {
      OwnerDirectory.makeMissing(directory);
      log.file = new RotatingFile(directory, "perennial", MAX_BYTES, MAX_FILES);
      String open = OwnerDirectory.openToOthers(directory);
      if (!open.isEmpty()) {
        log.warn(open);
      }
    } catch (IOException | RuntimeException e) {
      log.stderrOnly(directory, e);
    }
    return log;
  }

  /**
   * Returns a log in {@link OwnerDirectory#below}, which is where it goes if nobody says otherwise.
   *
   * @param temporary the folder for temporary files
   * @param user the name of this process's user
   * @param server the server's name
   */
  public static Log openDefault(
      Path temporary, String user, String server, InstantSource clock, PrintStream stderr) {
    try {
      return open(OwnerDirectory.below(temporary, user, server), clock, stderr);
    } catch (IOException | RuntimeException e) {
      Log log = new Log(clock, stderr);
      log.stderrOnly(temporary, e);
      return log;
    }
  }

  private void stderrOnly(Path directory, Exception e) {
    print("cannot write a log in " + directory + " (" + e + "); perennial.log.dir names another");
  }

  /** Says what has been done. The message is its own key. */
  public void info(String message) {
    info(message, message);
  }

  /**
   * Says what has been done.
   *
   * @param key messages of one key, numbers aside, are limited together
   */
  public void info(String key, String message) {
    log(Level.INFO, key, message, null);
  }

  /**
   * Says several things as one: they stay together in the log.
   *
   * @param key messages of one key, numbers aside, are limited together
   * @param lines below the message
   */
  public void block(String key, String message, List<String> lines) {
    log(Level.INFO, key, message, lines, null);
  }

  /** Says that something is not as it should be. The message is its own key. */
  public void warn(String message) {
    warn(message, message, null);
  }

  /**
   * Says that something is not as it should be.
   *
   * @param key messages of one key, numbers aside, are limited together
   */
  public void warn(String key, String message, @Nullable Throwable cause) {
    log(Level.WARN, key, message, cause);
  }

  /**
   * Says that something has failed.
   *
   * @param key messages of one key, numbers aside, are limited together
   */
  public void error(String key, String message, @Nullable Throwable cause) {
    log(Level.ERROR, key, message, cause);
  }

  private void log(Level level, String key, String message, @Nullable Throwable cause) {
    log(level, key, message, List.of(), cause);
  }

  private void log(
      Level level, String key, String message, List<String> lines, @Nullable Throwable cause) {
    try {
      long now = clock.millis();
      limits.forEach((of, limit) -> tell(of, limit.over(now)));
      if (limits.get(level).pass(key, message, now)) {
        put(level, message, lines, cause);
      }
    } catch (RuntimeException e) {
      Suppressed.count(e, "log");
    }
  }

  private void tell(Level level, List<RateLimit.Held> over) {
    for (RateLimit.Held held : over) {
      put(
          level,
          held.count() + " more messages of this kind were left out: " + held.last(),
          List.of(),
          null);
    }
  }

  private void put(Level level, String text, List<String> lines, @Nullable Throwable cause) {
    String line = plain(text);
    boolean written =
        write(
            clock.instant()
                + " "
                + level
                + " ["
                + Thread.currentThread().getName()
                + "] "
                + line
                + lines.stream().map(l -> "\n  " + plain(l)).collect(Collectors.joining())
                + (cause == null ? "" : "\n" + trace(cause)));
    if (level != Level.INFO || !written) {
      print(cause == null ? line : line + ": " + plain("" + cause));
      lines.forEach(l -> print("  " + plain(l)));
    }
  }

  private static String plain(String text) {
    return CONTROL.matcher(text).replaceAll("?");
  }

  private boolean write(String line) {
    RotatingFile current = file;
    if (current == null) {
      return false;
    }
    try {
      current.append(line);
      return true;
    } catch (IOException e) {
      Suppressed.count(e, "log");
      return false;
    }
  }

  private void print(String line) {
    stderr.println("perennial: " + line);
  }

  private static String trace(Throwable cause) {
    StringWriter text = new StringWriter();
    cause.printStackTrace(new PrintWriter(text));
    return text.toString().stripTrailing();
  }

  @Override
  public void close() {
    limits.forEach((level, limit) -> tell(level, limit.end()));
    RotatingFile current = file;
    file = null;
    if (current != null) {
      try {
        current.close();
      } catch (IOException e) {
        Suppressed.count(e, "log");
      }
    }
  }
}
