package dev.perennial.agent.restart;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * A file that an option names, and without which the JVM ends before it has begun.
 *
 * @param by the option, and where it stands, in words
 * @param kind what must be there
 */
record NamedFile(String name, String by, Kind kind) {

  /** What must be there. */
  enum Kind {
    /** A file that can be read. */
    FILE,
    /** The folder in which the JVM writes that file. */
    FOLDER_OF,
    /** A folder. */
    FOLDER
  }

  /** Returns whether it is there now. */
  boolean isThere() {
    try {
      Path path = Path.of(name).toAbsolutePath();
      return switch (kind) {
        case FILE -> Files.isReadable(path);
        case FOLDER -> Files.isDirectory(path);
        case FOLDER_OF -> path.getParent() != null && Files.isDirectory(path.getParent());
      };
    } catch (InvalidPathException e) {
      // No file of this name can exist.
      return false;
    }
  }

  /** Returns what is wrong, in words, where it is not there. */
  String missing() {
    return switch (kind) {
          case FILE -> name + " is gone";
          case FOLDER -> "the folder " + name + " is gone";
          case FOLDER_OF -> "the folder of " + name + " is gone";
        }
        + ", which "
        + by
        + " names: without it the next JVM ends at once";
  }
}
