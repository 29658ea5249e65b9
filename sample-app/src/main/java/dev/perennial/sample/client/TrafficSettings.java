package dev.perennial.sample.client;

import java.time.Duration;

/**
 * How much traffic, and of what kind.
 *
 * @param sessions number of clients
 * @param requestsPerSecond of all together, while nobody hurries
 * @param timeout for each wait on a connection, and for all that one request may take
 * @param hurryPeriod between two requests of a hurrying client
 * @param slowMillis how long a slow request asks to take
 */
public record TrafficSettings(
    int sessions, int requestsPerSecond, Duration timeout, Duration hurryPeriod, long slowMillis) {
  public TrafficSettings {
    if (sessions < 1) {
      throw new IllegalArgumentException("sessions=" + sessions + " must be at least 1");
    }
    if (requestsPerSecond < 1) {
      throw new IllegalArgumentException(
          "requestsPerSecond=" + requestsPerSecond + " must be at least 1");
    }
  }

  /** Returns what the demo drives: more than 500 sessions, more than 200 requests a second. */
  public static TrafficSettings defaults() {
    return new TrafficSettings(520, 260, Duration.ofSeconds(30), Duration.ofMillis(250), 1_500);
  }

  /** Returns the same traffic with another time for each request. */
  public TrafficSettings within(Duration limit) {
    return new TrafficSettings(sessions, requestsPerSecond, limit, hurryPeriod, slowMillis);
  }

  Duration period() {
    return Duration.ofNanos(1_000_000_000L * tabs() / requestsPerSecond);
  }

  /** One session in ten has two tabs: concurrent requests in one session. */
  boolean hasTwoTabs(int session) {
    return session % 10 == 1;
  }

  /** One in six goes on to the server that ages, ready or not. */
  boolean isMisrouted(int session) {
    return session % 6 == 0;
  }

  /** One in eight writes all the time while told to hurry. */
  boolean hurries(int session) {
    return session % 8 == 2;
  }

  private int tabs() {
    return sessions + (sessions + 8) / 10;
  }
}
