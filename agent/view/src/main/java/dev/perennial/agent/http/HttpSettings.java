package dev.perennial.agent.http;

import java.time.Duration;

/**
 * Settings of the HTTP endpoint.
 *
 * @param bind the address to listen at, a host name or an address
 * @param port to listen at; 0 chooses a free one, negative is no endpoint
 * @param requestLimit a client that has not sent its request, or not taken its answer, after so
 *     long is cut off
 * @param token for what tells more than a probe, where the address is not loopback
 */
public record HttpSettings(String bind, int port, Duration requestLimit, AccessToken token) {
  public HttpSettings {
    if (bind.isBlank()) {
      throw new IllegalArgumentException(
          "perennial.http.bind is empty; give a host name or an address such as 127.0.0.1");
    }
    if (port > 65_535) {
      throw new IllegalArgumentException(
          "perennial.http.port is "
              + port
              + "; allowed are 0 (any free one) to 65535, or a negative number for none");
    }
    if (requestLimit.isNegative() || requestLimit.isZero()) {
      throw new IllegalArgumentException(
          "the limit of an HTTP request is " + requestLimit + "; it must be positive");
    }
  }

  /** Makes those of an endpoint without a token. */
  public HttpSettings(String bind, int port, Duration requestLimit) {
    this(bind, port, requestLimit, AccessToken.NONE);
  }

  /** Returns the defaults: port 9470 of the loopback interface. */
  public static HttpSettings defaults() {
    return new HttpSettings("127.0.0.1", 9470, Duration.ofSeconds(5));
  }

  /** Returns whether there is to be an endpoint. */
  public boolean isEnabled() {
    return port >= 0;
  }
}
