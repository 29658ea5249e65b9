package dev.perennial.agent.settings;

/**
 * Something wrong with the settings.
 *
 * @param key as it was given
 * @param given its value, masked where it may be a secret
 * @param allowed what would be right, and what to do
 * @param origin where it was given
 */
public record Mistake(String key, String given, String allowed, Origin origin) {
  /** Returns the mistake in one sentence. */
  @Override
  public String toString() {
    return key + "=" + given + " (" + origin + "): " + allowed;
  }
}
