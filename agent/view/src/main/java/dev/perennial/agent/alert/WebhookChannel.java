package dev.perennial.agent.alert;

import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Posts the alert as JSON. */
record WebhookChannel(URI url, Duration limit) implements Channel {
  @Override
  public void tell(Alert alert) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection(Proxy.NO_PROXY);
    connection.setConnectTimeout((int) limit.toMillis());
    connection.setReadTimeout((int) limit.toMillis());
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    connection.setRequestMethod("POST");
    connection.setDoOutput(true);
    connection.setRequestProperty("Content-Type", "application/json");
    connection.setRequestProperty("User-Agent", "perennial");
    try (OutputStream out = connection.getOutputStream()) {
      out.write(alert.json().getBytes(StandardCharsets.UTF_8));
    }
    int status;
    try {
      status = connection.getResponseCode();
    } finally {
      connection.disconnect();
    }
    if (status / 100 != 2) {
      // The path of such an address is often a password.
      throw new IOException("the webhook at " + url.getHost() + " answered " + status);
    }
  }

  @Override
  public String toString() {
    return "webhook at " + url.getHost();
  }
}
