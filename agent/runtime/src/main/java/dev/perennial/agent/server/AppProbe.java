package dev.perennial.agent.server;

import java.io.IOException;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Asks this server's own connector for an answer, which costs the application nothing and makes no
 * session. Any answer below 500 counts.
 */
final class AppProbe {
  private static final int LIMIT_MILLIS = 2_000;

  private AppProbe() {}

  /** Returns why the application counts as not answering; null if it does. Blocks, bounded. */
  static @Nullable String refusal(String appUrl, String token, String self) {
    if (appUrl.isEmpty() || token.isEmpty()) {
      return "its address is not known yet";
    }
    try {
      int status =
          new OwnApplication(URI.create(appUrl), token, self, LIMIT_MILLIS).ask("OPTIONS", "*");
      return status < 500 ? null : "its answer is " + status;
    } catch (IOException | RuntimeException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
