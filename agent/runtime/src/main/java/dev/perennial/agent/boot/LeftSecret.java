package dev.perennial.agent.boot;

import dev.perennial.agent.log.Log;
import dev.perennial.agent.restart.SecretHandOver;
import dev.perennial.agent.server.ServerIdentity;
import dev.perennial.agent.settings.Sources;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The secret that was in the environment, or that the life before has handed over.
 *
 * @param secret null if there is none, as is the problem
 * @param problem why one that was handed over is not to be had
 */
record LeftSecret(@Nullable String secret, @Nullable IOException problem) {
  /** Takes it, and deletes the file that it was handed over in. */
  static LeftSecret take(Map<String, String> left) {
    @Nullable String given = left.get(Sources.SECRET_VARIABLE);
    try {
      return new LeftSecret(
          SecretHandOver.take(left, ProcessHandle.current().pid()).orElse(given), null);
    } catch (IOException e) {
      return new LeftSecret(given, e);
    }
  }

  /** Returns how the next life gets it. */
  static SecretHandOver handOver(String secret, Start start) {
    Log log = start.log();
    return new SecretHandOver(
        secret,
        file(start.identity()),
        problem ->
            log.warn(
                "secret",
                "the secret is in the environment of this process or of its next life, and not in a"
                    + " file for its owner alone",
                problem));
  }

  /** Returns the file in which a life leaves it for the next one. */
  static Path file(ServerIdentity identity) {
    return identity.directory().resolve("secret.next");
  }

  /** Returns what was left without the variable that has it. */
  static Map<String, String> without(Map<String, String> left) {
    Map<String, String> others = new TreeMap<>(left);
    others.remove(Sources.SECRET_VARIABLE);
    others.remove(SecretHandOver.VARIABLE);
    return Map.copyOf(others);
  }

  Sources in(Sources sources) {
    return secret == null ? sources : sources.withSecret(secret);
  }

  /** Says what could not be had, and deletes the file of a life that this one does not follow. */
  void tell(ServerIdentity identity, Log log) {
    if (problem != null) {
      log.error(
          "secret", "the life before has handed over a secret that is not to be had", problem);
    }
    try {
      SecretHandOver.forgetOld(file(identity));
    } catch (IOException e) {
      log.warn("secret", "a secret that an earlier life has left cannot be deleted", e);
    }
  }

  /** Nothing shows it. */
  @Override
  public String toString() {
    return secret == null ? "none" : "***";
  }
}
