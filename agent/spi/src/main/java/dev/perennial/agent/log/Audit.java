package dev.perennial.agent.log;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who ordered what, and what came of it: {@code audit.log}, only ever added to, one line an order,
 * fields parted by tabs. Never limited by rate, bounded in size. Thread-safe; throws nothing.
 */
public final class Audit implements AutoCloseable {
  private static final long MAX_BYTES = 1L << 20;
  private static final int MAX_FILES = 10;
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  private final InstantSource clock;
  private final Log log;
  private @Nullable RotatingFile file;

  private Audit(InstantSource clock, Log log) {
    this.clock = clock;
    this.log = log;
  }

  /**
   * Returns an audit in a directory, which is made if need be.
   *
   * @param log takes the audit where the directory cannot be written to
   */
  public static Audit open(Path directory, InstantSource clock, Log log) {
    Audit audit = new Audit(clock, log);
    try {
      OwnerDirectory.makeMissing(directory);
      audit.file = new RotatingFile(directory, "audit", MAX_BYTES, MAX_FILES);
    } catch (IOException | RuntimeException e) {
      log.warn("audit", "cannot write the audit in " + directory + "; it goes to the log", e);
    }
    return audit;
  }

  /**
   * Writes an entry.
   *
   * @param who gave the order, such as "leader shop-1", "operator over JMX", "this server"
   * @param what was ordered, such as "rejuvenate shop-2"
   * @param outcome what came of it, such as "accepted" or the reason of a refusal
   */
  public synchronized void record(String who, String what, String outcome) {
    String entry = plain(who) + "\t" + plain(what) + "\t" + plain(outcome);
    RotatingFile current = file;
    if (current != null) {
      try {
        current.append(clock.instant() + "\t" + entry);
        return;
      } catch (IOException e) {
        Suppressed.count(e, "audit");
      }
    }
    log.warn("audit " + entry);
  }

  private static String plain(String text) {
    return CONTROL.matcher(text).replaceAll("?");
  }

  @Override
  public synchronized void close() {
    RotatingFile current = file;
    file = null;
    if (current != null) {
      try {
        current.close();
      } catch (IOException e) {
        Suppressed.count(e, "audit");
      }
    }
  }
}
