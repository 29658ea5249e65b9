package dev.perennial.agent.container;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * Paths of requests that are for this very server: that ask how it is, say, or stop it. At another
 * one they would do something else. Immutable; matching allocates nothing.
 */
public final class OwnPaths {
  private static final OwnPaths NONE = new OwnPaths(List.of(), List.of());

  /**
   * By convention these ask how a process is. An application may have ordinary pages there, but
   * what comes without a session misses nothing here.
   */
  private static final List<String> PROBES = List.of("/health", "/healthz", "/livez", "/readyz");

  private final byte[][] always;
  private final byte[][] withoutSession;

  private OwnPaths(Collection<String> always, Collection<String> withoutSession) {
    this.always = bytes(always);
    this.withoutSession = bytes(withoutSession);
  }

  private static byte[][] bytes(Collection<String> paths) {
    return paths.stream().map(p -> p.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
  }

  /** Returns paths that no request has. */
  public static OwnPaths none() {
    return NONE;
  }

  /**
   * Returns these paths, and those where probes ask by convention.
   *
   * @param paths such as "/actuator": each with all that is below it
   */
  public static OwnPaths of(Collection<String> paths) {
    return new OwnPaths(paths, PROBES);
  }

  /**
   * Returns whether a request is for this server.
   *
   * @param path of the request, decoded and normalised, in bytes, from one index to before another
   * @param namesSession whether the request names a session
   */
  public boolean have(byte[] path, int from, int to, boolean namesSession) {
    return isIn(always, path, from, to) || (!namesSession && isIn(withoutSession, path, from, to));
  }

  private static boolean isIn(byte[][] all, byte[] path, int from, int to) {
    for (byte[] one : all) {
      int end = from + one.length;
      if (end <= to
          && Arrays.equals(path, from, end, one, 0, one.length)
          && (end == to || path[end] == '/')) {
        return true;
      }
    }
    return false;
  }
}
