package dev.perennial.agent.container;

import java.nio.file.Path;

/**
 * A file or folder that a container, or an application in it, was started from and would be started
 * from again.
 *
 * @param of the application, such as "/shop"; empty if it is the container's own
 * @param path absolute; it need not be there
 * @param since when that was started, in milliseconds since 1970; another start makes another entry
 */
public record StartFile(Kind kind, String of, Path path, long since) {

  /** What it is for. */
  public enum Kind {
    /** XML, which must be well-formed. */
    CONFIGURATION,
    /** An archive or a folder: another content is another version of the application. */
    APPLICATION,
    /** A folder: each archive, folder or XML file in it is started as an application. */
    APPLICATIONS
  }
}
