package dev.perennial.agent.server;

import dev.perennial.agent.log.Log;
import dev.perennial.agent.log.Suppressed;
import dev.perennial.agent.restart.HandoverNote;
import dev.perennial.agent.restart.HandoverNotes;
import dev.perennial.coordinator.roster.ServerEntry;
import dev.perennial.coordinator.roster.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * The hand-over note on disk. It is there from the switch on, as the server may come to be
 * restarted from then on at any moment, in order or by the guard, and gone when this server's
 * sessions are its own again. Thread-safe.
 */
public final class HandoverFile {
  private static final long NONE = 0;

  private final Path directory;
  private final Path file;
  private final Log log;

  /** Of the note that is there; rounds are counted from 1. Guarded by "this". */
  private long round = NONE;

  public HandoverFile(Path directory, Log log) {
    this.directory = directory;
    this.file = directory.resolve("handover.note");
    this.log = log;
  }

  /** Returns where it is. */
  public Path path() {
    return file;
  }

  /** Returns why it cannot be written, in words; empty if it can. */
  public String obstacle() {
    return Files.isDirectory(directory) && Files.isWritable(directory)
        ? ""
        : "the hand-over note for the next life cannot be written to "
            + directory
            + "; set perennial.log.dir to a directory that this user can write to";
  }

  /**
   * Writes it.
   *
   * @throws IOException if it cannot be written
   */
  public synchronized void write(HandoverNote note) throws IOException {
    HandoverNotes.write(note, file);
    round = note.round();
  }

  /** Has it be there or not, as this server's entry says; what failed is tried at the next look. */
  public synchronized void look(ServerEntry self, Supplier<HandoverNote> note) {
    boolean handedOver = self.stage() == Stage.RETIRED || self.stage() == Stage.REJUVENATING;
    try {
      if (handedOver && self.successor() != null && round != self.round()) {
        write(note.get());
      } else if (!handedOver && round != NONE) {
        forget();
      }
    } catch (IOException e) {
      Suppressed.count(e, "hand-over note");
      log.warn("note", "the hand-over note for the next life is not as it should be", e);
    }
  }

  /** Deletes the one of a life long gone: this life's own was read and deleted before. */
  public void forgetOld() {
    try {
      forget();
    } catch (IOException e) {
      log.warn("note", "an old hand-over note cannot be deleted", e);
    }
  }

  /**
   * Deletes it, also one that a life has left that was not followed by this one.
   *
   * @throws IOException if it is there and cannot be deleted
   */
  public synchronized void forget() throws IOException {
    Files.deleteIfExists(file);
    round = NONE;
  }
}
