package dev.perennial.agent.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** What a client must show to be told more than a probe is. Immutable; never printed. */
public final class AccessToken {
  /** There is to be none. */
  public static final AccessToken NONE = new AccessToken("", false);

  /** There is to be one, and it could not be read: nobody can show it. */
  public static final AccessToken LOST = new AccessToken("", true);

  private static final String SCHEME = "Bearer ";

  private final String token;
  private final boolean wanted;

  private AccessToken(String token, boolean wanted) {
    this.token = token;
    this.wanted = wanted;
  }

  /**
   * Returns one.
   *
   * @throws IllegalArgumentException if it is empty
   */
  public static AccessToken of(String token) {
    if (token.isEmpty()) {
      throw new IllegalArgumentException("the token is empty");
    }
    return new AccessToken(token, true);
  }

  boolean isWanted() {
    return wanted;
  }

  /** Returns whether a header "Authorization" shows it; takes the same time for each wrong one. */
  boolean isShownBy(@Nullable String authorization) {
    return !token.isEmpty()
        && authorization != null
        && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        && MessageDigest.isEqual(
            bytes(token), bytes(authorization.substring(SCHEME.length()).trim()));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return wanted ? "***" : "none";
  }
}
