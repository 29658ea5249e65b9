package dev.perennial.agent.alert;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends alerts one after another on a thread of its own while there are any. One that goes on is
 * sent once, and taken back when it ends; where nobody could be told of it, it is sent again while
 * it goes on. Whoever cannot be told costs nobody anything but the alert. Thread-safe.
 */
public final class AlertSender {
  /** A storm of alerts says no more than its first. */
  private static final int MOST_WAITING = 50;

  private static final Duration PAUSE = Duration.ofSeconds(30);

  private final List<Channel> channels = new ArrayList<>();
  private final InstantSource clock;
  private final Executor work;
  private final BiConsumer<String, Throwable> failures;
  private final List<Queued> waiting = new ArrayList<>();

  /** What each source has last said to hold, by kind and server. */
  private final Map<String, Map<String, Alert>> lasting = new HashMap<>();

  /** When that may be sent again which could not be. */
  private final Map<String, Instant> again = new HashMap<>();

  private boolean sending;

  private record Queued(String source, Alert alert) {}

  /**
   * @param work runs a task that blocks, on another thread
   * @param failures takes what could not be told, in words; must not throw
   */
  public AlertSender(
      AlertSettings settings,
      InstantSource clock,
      Executor work,
      BiConsumer<String, Throwable> failures) {
    settings.command().ifPresent(c -> channels.add(new CommandChannel(c, settings.limit())));
    settings.webhook().ifPresent(u -> channels.add(new WebhookChannel(u, settings.limit())));
    this.clock = clock;
    this.work = work;
    this.failures = failures;
  }

  /**
   * Takes all alerts of a source that hold at this moment; sends those that did not hold at its
   * last one, and takes back those that did and do no more.
   *
   * @param source who says so, stable
   */
  public synchronized void hold(String source, List<Alert> present) {
    Map<String, Alert> before = lasting.getOrDefault(source, Map.of());
    Map<String, Alert> now = new LinkedHashMap<>();
    for (Alert alert : present) {
      // Words change with every second that passes.
      String key = key(alert);
      if (!before.containsKey(key) && isTooEarly(source + key)) {
        continue;
      }
      boolean isNew = now.putIfAbsent(key, before.getOrDefault(key, alert)) == null;
      if (isNew && !before.containsKey(key)) {
        queue(source, alert);
      }
    }
    before.forEach(
        (key, alert) -> {
          if (!now.containsKey(key) && alert.state() == Alert.State.HOLDS) {
            queue(source, alert.over(clock.instant()));
          }
        });
    lasting.put(source, now);
    begin();
  }

  /** Takes nothing back of what a source has said: another one says it from now on. */
  public synchronized void forget(String source) {
    lasting.remove(source);
  }

  private static String key(Alert alert) {
    return alert.kind() + " " + alert.server();
  }

  private boolean isTooEarly(String failed) {
    Instant from = again.get(failed);
    if (from == null || clock.instant().isBefore(from)) {
      return from != null;
    }
    again.remove(failed);
    return false;
  }

  private void queue(String source, Alert alert) {
    if (waiting.size() < MOST_WAITING) {
      waiting.add(new Queued(source, alert));
    }
  }

  /** Has it be new when it is held the next time, but not at once. */
  private synchronized void failed(Queued queued) {
    Map<String, Alert> held = lasting.get(queued.source());
    String key = key(queued.alert());
    if (held != null && queued.alert().state() == Alert.State.HOLDS && held.remove(key) != null) {
      again.put(queued.source() + key, clock.instant().plus(PAUSE));
    }
  }

  private void begin() {
    if (channels.isEmpty()) {
      waiting.clear();
    } else if (!sending && !waiting.isEmpty()) {
      try {
        work.execute(this::send);
        sending = true;
      } catch (OutOfMemoryError e) {
        // What waits goes out with the next look that finds a thread.
        failures.accept("alerts wait for a thread", e);
      }
    }
  }

  private void send() {
    try {
      for (Queued next = next(); next != null; next = next()) {
        boolean told = false;
        for (Channel channel : channels) {
          told |= tell(channel, next.alert());
        }
        if (!told) {
          failed(next);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean tell(Channel channel, Alert alert) throws InterruptedException {
    try {
      channel.tell(alert);
      return true;
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      failures.accept(
          "nobody was told of " + alert.kind() + " " + alert.server() + ": " + e.getMessage(), e);
      return false;
    }
  }

  private synchronized @Nullable Queued next() {
    if (waiting.isEmpty()) {
      sending = false;
      return null;
    }
    return waiting.remove(0);
  }
}
