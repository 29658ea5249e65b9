package dev.perennial.agent.server;

import dev.perennial.agent.log.Log;
import dev.perennial.agent.log.OwnerDirectory;
import dev.perennial.agent.settings.Key;
import dev.perennial.agent.settings.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.InstantSource;

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
    Path directory = settings.path(Key.LOG_DIR).orElseGet(() -> defaultDirectory(name));
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

  private static Path defaultDirectory(String name) {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    try {
      return OwnerDirectory.below(temporary, System.getProperty("user.name"), name);
    } catch (IOException | RuntimeException e) {
      return temporary.resolve("perennial-" + name);
    }
  }
}
