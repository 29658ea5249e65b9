package dev.perennial.agent.server;

import dev.perennial.agent.log.Log;
import dev.perennial.agent.log.OwnerDirectory;
import dev.perennial.agent.settings.Key;
import dev.perennial.agent.settings.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.UUID;

/**
 * Who this server is, and where its files are.
 *
 * @param name stable over restarts
 * @param directory of its log, audit, notes and evidence
 */
public record ServerIdentity(String name, Path directory) {
  /** Returns it as configured, or derived from host and working directory. */
  public static ServerIdentity of(Settings settings) {
    String name = settings.optionalText(Key.SERVER).orElseGet(ServerIdentity::derivedName);
    Path directory =
        settings
            .path(Key.LOG_DIR)
            .orElseGet(
                () ->
                    directory(
                        Path.of(System.getProperty("java.io.tmpdir")),
                        System.getProperty("user.name", ""),
                        name));
    return new ServerIdentity(name, directory);
  }

  /** Opens this server's log. */
  public Log openLog(InstantSource clock) {
    return Log.open(directory, clock, System.err);
  }

  /** Host and working directory are the same after a restart, and differ between servers. */
  private static String derivedName() {
    String host;
    try {
      host = InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      host = "localhost";
    }
    String directory = System.getProperty("user.dir", "");
    return (host + "-" + Integer.toHexString(directory.hashCode())).replaceAll("[^\\w.@-]", "_");
  }

  /** Returns where files are if no setting says otherwise. */
  static Path directory(Path temporary, String user, String name) {
    try {
      return OwnerDirectory.below(temporary, user, name);
    } catch (IOException | RuntimeException e) {
      return newDirectory(temporary, e);
    }
  }

  /** A name that others could foresee is a directory that they could have made. */
  private static Path newDirectory(Path temporary, Exception why) {
    try {
      Path made = Files.createTempDirectory(temporary, "perennial-");
      System.err.println(
          "perennial: files of this life are in "
              + made
              + " ("
              + why.getMessage()
              + "); perennial.log.dir names a lasting place");
      return made;
    } catch (IOException e) {
      // Nothing can be written there, and what uses it says so.
      return temporary.resolve("perennial-" + UUID.randomUUID());
    }
  }
}
