package dev.perennial.sample.client;

import dev.perennial.testing.http.HttpConnection;
import dev.perennial.testing.http.HttpFailure;
import dev.perennial.testing.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Chooses servers as a sticky load balancer does: the one used last while it is ready, else any
 * that is. Asks each for its readiness ten times a second. Thread-safe.
 */
final class Balancer implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final long PERIOD_MILLIS = 100;

  private final List<Endpoint> endpoints;
  private final Map<Endpoint, Boolean> ready = new ConcurrentHashMap<>();
  private final CountDownLatch stop = new CountDownLatch(1);
  private final List<Thread> threads = new ArrayList<>();

  Balancer(List<Endpoint> endpoints) {
    this.endpoints = List.copyOf(endpoints);
  }

  /** Asks each server once, then goes on asking. */
  void start() {
    for (Endpoint endpoint : endpoints) {
      ready.put(endpoint, answersReady(endpoint));
      Thread thread = new Thread(() -> watch(endpoint), "ready-" + endpoint.name());
      thread.setDaemon(true);
      thread.start();
      threads.add(thread);
    }
  }

  /**
   * Returns where the next request of a client goes.
   *
   * @param last the server used last, or null for none
   */
  Endpoint route(@Nullable Endpoint last) {
    if (last != null && isReady(last)) {
      return last;
    }
    List<Endpoint> candidates = endpoints.stream().filter(this::isReady).toList();
    if (candidates.isEmpty()) {
      // No server is ready: as good as any, and what becomes of it is counted.
      candidates = endpoints;
    }
    return candidates.get(ThreadLocalRandom.current().nextInt(candidates.size()));
  }

  private boolean isReady(Endpoint endpoint) {
    return ready.getOrDefault(endpoint, false);
  }

  private void watch(Endpoint endpoint) {
    try {
      while (!stop.await(PERIOD_MILLIS, TimeUnit.MILLISECONDS)) {
        ready.put(endpoint, answersReady(endpoint));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean answersReady(Endpoint endpoint) {
    try (HttpConnection connection = HttpConnection.open(endpoint.health(), TIMEOUT)) {
      return connection.exchange(HttpRequest.get(endpoint.healthPath())).status() == 200;
    } catch (HttpFailure e) {
      return false;
    }
  }

  @Override
  public void close() {
    stop.countDown();
    threads.forEach(Thread::interrupt);
  }
}
