package dev.perennial.agent.instrument;

import dev.perennial.agent.log.Log;
import dev.perennial.agent.log.Suppressed;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What weaving has to say. It begins before there is a log: what was said till then is kept for it.
 * Thread-safe.
 */
public final class WeavingNotes {
  private static final int MAX_KEPT = 100;

  /** Guarded by the class, as is the log. */
  private static final List<Note> kept = new ArrayList<>();

  private static @Nullable Log log;

  private record Note(String text, @Nullable Throwable cause) {}

  private WeavingNotes() {}

  /** Says all from now on, and what was kept, to a log. */
  public static synchronized void tellTo(Log newLog) {
    log = newLog;
    for (Note note : kept) {
      say(newLog, note);
    }
    kept.clear();
  }

  /** Says that something was done, or with a cause that it failed. */
  static synchronized void add(String text, @Nullable Throwable cause) {
    if (cause != null) {
      Suppressed.count(cause, text);
    }
    Note note = new Note(text, cause);
    Log current = log;
    if (current != null) {
      say(current, note);
    } else if (kept.size() < MAX_KEPT) {
      kept.add(note);
    }
  }

  private static void say(Log log, Note note) {
    if (note.cause == null) {
      log.info(note.text);
    } else {
      log.warn("weaving", note.text, note.cause);
    }
  }
}
