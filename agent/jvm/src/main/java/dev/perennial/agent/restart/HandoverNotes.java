package dev.perennial.agent.restart;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Writes the note where this user alone can read it, and reads it once. Thread-safe; files of the
 * same name are the callers' to order.
 */
public final class HandoverNotes {
  private static final String WHAT = "hand-over note";

  private HandoverNotes() {}

  /**
   * Writes a note; it is there as a whole or not at all.
   *
   * @param file in a directory that others cannot write to
   * @throws IOException if it cannot be written
   */
  public static void write(HandoverNote note, Path file) throws IOException {
    OwnerFile.write(file, note.toText());
  }

  /**
   * Reads the note that the environment names, and deletes it: it is for one life only.
   *
   * @return empty if there is none
   * @throws IOException if there is one that cannot be trusted or read; it is deleted, too, if it
   *     is ours
   */
  public static Optional<HandoverNote> take(Map<String, String> environment) throws IOException {
    String name = environment.getOrDefault(Environment.HANDOVER_NOTE, "");
    try {
      return name.isEmpty() ? Optional.empty() : take(Path.of(name));
    } catch (InvalidPathException e) {
      throw new IOException(WHAT + " '" + name + "' is not the name of a file", e);
    }
  }

  /** Reads and deletes a note, as {@link #take(Map)}. */
  static Optional<HandoverNote> take(Path file) throws IOException {
    Optional<String> text = OwnerFile.take(WHAT, file);
    return text.isEmpty() ? Optional.empty() : Optional.of(HandoverNote.parse(text.get()));
  }
}
