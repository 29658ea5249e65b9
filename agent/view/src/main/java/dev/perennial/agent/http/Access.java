package dev.perennial.agent.http;

import org.jspecify.annotations.Nullable;

/**
 * Says whether a request may be answered, by where the endpoint listens and what the client shows.
 * Probes are for everybody who reaches the port: balancers have no token. At a loopback address
 * everything is, for whoever is on this machine. Pure.
 *
 * @param loopback whether the endpoint listens at a loopback address
 */
record Access(boolean loopback, AccessToken token) {
  /** The status with which a client is asked for the token. */
  static final int UNAUTHORIZED = 401;

  /** Returns the refusal; null if the request may be answered. */
  @Nullable Answer refusal(String path, @Nullable String authorization) {
    if (loopback || !tellsMoreThanAProbe(path) || token.isShownBy(authorization)) {
      return null;
    }
    return token.isWanted()
        ? Answer.text(
            UNAUTHORIZED,
            path
                + " is for those who send the token of perennial.http.token-file:"
                + " Authorization: Bearer TOKEN")
        : Answer.text(
            403,
            path
                + " is for nobody, as perennial.http.bind is not a loopback address: set"
                + " perennial.http.token-file, and send that token (Authorization: Bearer TOKEN)");
  }

  /** Figures are for all until there is a token; the cluster's document never. */
  private boolean tellsMoreThanAProbe(String path) {
    return path.equals("/cluster") || (path.equals("/metrics") && token.isWanted());
  }
}
