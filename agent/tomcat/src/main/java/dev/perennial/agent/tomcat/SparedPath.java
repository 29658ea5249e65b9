package dev.perennial.agent.tomcat;

import dev.perennial.agent.log.Suppressed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.tomcat.util.net.AbstractEndpoint;
import org.apache.tomcat.util.net.NioEndpoint;

/**
 * The path of a Unix domain socket that Tomcat, when it stops, does not delete: it is shown another
 * name of the same socket, and deletes that. So there is no moment at which a client finds nothing.
 */
final class SparedPath {
  private static final String SUFFIX = ".perennial";

  private final NioEndpoint endpoint;
  private final String path;
  private final Path other;

  private SparedPath(NioEndpoint endpoint, String path, Path other) {
    this.endpoint = endpoint;
    this.path = path;
    this.other = other;
  }

  static SparedPath of(AbstractEndpoint<?, ?> endpoint, String path) {
    Path other = Path.of(path + SUFFIX);
    try {
      Files.deleteIfExists(other);
      Files.createLink(other, Path.of(path));
    } catch (IOException | UnsupportedOperationException e) {
      // Then Tomcat finds nothing to delete there, and says so in its log: no reason to stay.
      Suppressed.count(e, "second name of a Unix domain socket");
    }
    SparedPath spared = new SparedPath((NioEndpoint) endpoint, path, other);
    spared.endpoint.setUnixDomainSocketPath(other.toString());
    return spared;
  }

  /** Returns where clients find a socket of which Tomcat may have been shown the other name. */
  static String original(String path) {
    return path.endsWith(SUFFIX) ? path.substring(0, path.length() - SUFFIX.length()) : path;
  }

  void undo() {
    endpoint.setUnixDomainSocketPath(path);
    try {
      Files.deleteIfExists(other);
    } catch (IOException e) {
      // A second name of a socket that is there anyway: it harms nobody.
      return;
    }
  }
}
