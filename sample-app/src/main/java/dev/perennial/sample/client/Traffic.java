package dev.perennial.sample.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perennial.testing.http.HttpFailure;
import dev.perennial.testing.http.HttpRequest;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Many sessions behind a sticky load balancer, each answer verified. Thread-safe; {@link #close}
 * ends all its threads.
 */
public final class Traffic implements AutoCloseable {
  private static final int STACK_BYTES = 256 * 1024;

  private final TrafficSettings settings;
  private final List<Endpoint> endpoints;
  private final Balancer balancer;
  private final Pace pace = new Pace();
  private final Tally tally = new Tally(InstantSource.system());
  private final OrderBookModel books = new OrderBookModel();
  private final List<Shopper> shoppers = new ArrayList<>();
  private final List<Stickiness> routes = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile @Nullable Endpoint misrouted;

  public Traffic(TrafficSettings settings, List<Endpoint> endpoints) {
    this.settings = settings;
    this.endpoints = List.copyOf(endpoints);
    this.balancer = new Balancer(endpoints);
  }

  /** Lets the clients begin, over the time of one request each. */
  public void start() {
    balancer.start();
    AtomicLong writes = new AtomicLong();
    for (int id = 0; id < settings.sessions(); id++) {
      Shopper shopper = new Shopper(id, writes, books, tally);
      Stickiness sticky =
          new Stickiness(settings.isMisrouted(id) ? this::stubbornly : balancer::route);
      shoppers.add(shopper);
      routes.add(sticky);
      startTab(shopper, sticky, id, true);
      if (settings.hasTwoTabs(id)) {
        startTab(shopper, sticky, id, false);
      }
    }
  }

  private void startTab(Shopper shopper, Stickiness sticky, int id, boolean first) {
    Caller caller = new Caller(sticky::next, settings.timeout(), pace, tally);
    long seed = 2L * id + (first ? 0 : 1);
    Tab tab = new Tab(shopper, caller, pace, settings, first, settings.hurries(id), seed);
    Thread thread = new Thread(null, tab, "client-" + seed, STACK_BYTES);
    thread.setDaemon(true);
    thread.start();
    threads.add(thread);
  }

  private Endpoint stubbornly(@Nullable Endpoint last) {
    return last != null && last.equals(misrouted) ? last : balancer.route(last);
  }

  /**
   * From now on a share of the sessions goes on to this server, ready or not, if they go to it; and
   * no longer to the one named before.
   */
  public void misroute(String server) {
    misrouted = endpoints.stream().filter(e -> e.name().equals(server)).findFirst().orElse(null);
  }

  /** Lets a share of the sessions write without pause, or no longer. */
  public void hurry(boolean on) {
    pace.hurry(on);
  }

  /** Returns what has been counted so far. */
  public Figures figures() {
    return tally.figures();
  }

  /** Returns the first things of each kind that went wrong, in words. */
  public List<String> examples(int ofEachKind) {
    return tally.examples(ofEachKind);
  }

  /** Returns the first answers that asked to try again later, in words. */
  public List<String> refusals() {
    return tally.refusals();
  }

  /** Returns how many sessions were served by this life of a server, and then by another. */
  public int movedFrom(String server, long startMillis) {
    return tally.movedFrom(new Life(server, startMillis));
  }

  /**
   * Returns the longest wait of a client among the requests that were answered, or failed, between
   * two moments of {@link System#nanoTime}.
   */
  public long maxWaitMillis(long begin, long end) {
    return tally.maxWaitMillis(begin, end);
  }

  /**
   * Looks for each acknowledged write, while nobody writes: reads every cart and every order book.
   * What is not there is counted as lost.
   */
  public void audit() {
    pace.inSilence(
        () -> {
          for (int id = 0; id < shoppers.size(); id++) {
            auditCart(shoppers.get(id), routes.get(id));
          }
          auditBooks();
        });
  }

  private void auditCart(Shopper shopper, Stickiness route) {
    if (!shopper.hasSession()) {
      return;
    }
    try (Caller caller = new Caller(route::next, settings.timeout(), pace, tally)) {
      shopper.readCart(caller).stream()
          .filter(c -> c.kind() == Contradiction.Kind.MISSING)
          .forEach(c -> tally.lost(c.detail()));
    }
  }

  private void auditBooks() {
    Map<Life, Map<String, Long>> all = new HashMap<>();
    for (Endpoint endpoint : endpoints) {
      try (Caller caller = new Caller(() -> endpoint, settings.timeout(), pace, tally)) {
        Optional<Caller.Reply> reply = caller.send(HttpRequest.get("/orders?all=true"), 0);
        if (reply.isPresent()) {
          JsonNode body = reply.get().answer().json();
          all.put(
              new Life(body.path("server").asText("?"), body.path("life").asLong(0)),
              orders(body.path("orders")));
        }
      } catch (HttpFailure e) {
        tally.failed("order book of " + endpoint.name() + ": " + e.getMessage());
      }
    }
    List<Contradiction> found = books.audit(List.copyOf(all.values()));
    for (Contradiction contradiction : found) {
      if (contradiction.kind() == Contradiction.Kind.MISSING) {
        tally.lost(contradiction.detail());
      } else {
        tally.stale("order books", List.of(contradiction));
      }
    }
  }

  private static Map<String, Long> orders(JsonNode orders) {
    Map<String, Long> totals = new HashMap<>();
    orders.properties().forEach(e -> totals.put(e.getKey(), e.getValue().asLong(-1)));
    return totals;
  }

  @Override
  public void close() {
    finish();
  }

  /** Lets each client finish its request, and ends all; may be called again. */
  public void finish() {
    pace.end();
    balancer.close();
    for (Thread thread : threads) {
      try {
        thread.join(settings.timeout().toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
