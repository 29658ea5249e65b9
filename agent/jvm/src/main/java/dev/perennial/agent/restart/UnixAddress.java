package dev.perennial.agent.restart;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The path of a Unix domain socket.
 *
 * @param path as the application bound it; a relative one is below the working directory, which is
 *     the same in the next life
 */
public record UnixAddress(String path) implements ListenAddress {
  static final String SCHEME = "unix:";

  static UnixAddress parse(String text) {
    String path = URLDecoder.decode(text.substring(SCHEME.length()), StandardCharsets.UTF_8);
    if (path.isEmpty()) {
      throw new IllegalArgumentException("a Unix domain socket without a path");
    }
    return new UnixAddress(path);
  }

  @Override
  public String text() {
    return SCHEME + URLEncoder.encode(path, StandardCharsets.UTF_8);
  }

  @Override
  public boolean matches(ListenAddress other) {
    return other instanceof UnixAddress unix && absolute().equals(unix.absolute());
  }

  private Path absolute() {
    return Path.of(path).toAbsolutePath().normalize();
  }

  @Override
  public boolean covers(ListenAddress connection) {
    return matches(connection);
  }

  @Override
  public String toString() {
    return path;
  }
}
