package dev.perennial.agent.alert;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;

/**
 * Sends alerts one after another on a thread of its own while there are any. One that goes on is
 * sent once, and again only if it has ended in between. Whoever cannot be told costs nobody
 * anything but the alert. Thread-safe.
 */
public final class AlertSender {
  /** A storm of alerts says no more than its first. */
  private static final int MOST_WAITING = 50;

  private final List<Channel> channels = new ArrayList<>();
  private final Executor work;
  private final BiConsumer<String, Exception> failures;
  private final List<Alert> waiting = new ArrayList<>();
  private Set<String> lasting = Set.of();
  private boolean sending;

  /**
   * @param work runs a task that blocks, on another thread
   * @param failures takes what could not be told, in words; must not throw
   */
  public AlertSender(
      AlertSettings settings, Executor work, BiConsumer<String, Exception> failures) {
    settings.command().ifPresent(c -> channels.add(new CommandChannel(c, settings.limit())));
    settings.webhook().ifPresent(u -> channels.add(new WebhookChannel(u, settings.limit())));
    this.work = work;
    this.failures = failures;
  }

  /**
   * Takes all alerts that hold at this moment, and sends those that did not hold at the last one.
   */
  public synchronized void hold(List<Alert> present) {
    Set<String> now = new HashSet<>();
    for (Alert alert : present) {
      // Words change with every second that passes.
      String key = alert.kind() + " " + alert.server();
      if (now.add(key) && !lasting.contains(key) && waiting.size() < MOST_WAITING) {
        waiting.add(alert);
      }
    }
    lasting = now;
    if (!sending && !waiting.isEmpty() && !channels.isEmpty()) {
      sending = true;
      work.execute(this::send);
    } else if (channels.isEmpty()) {
      waiting.clear();
    }
  }

  private void send() {
    try {
      for (Alert next = next(); next != null; next = next()) {
        for (Channel channel : channels) {
          tell(channel, next);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tell(Channel channel, Alert alert) throws InterruptedException {
    try {
      channel.tell(alert);
    } catch (IOException | RuntimeException e) {
      failures.accept(
          "nobody was told of " + alert.kind() + " " + alert.server() + ": " + e.getMessage(), e);
    }
  }

  private synchronized @org.jspecify.annotations.Nullable Alert next() {
    if (waiting.isEmpty()) {
      sending = false;
      return null;
    }
    return waiting.remove(0);
  }
}
