package dev.perennial.sample.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perennial.testing.http.HttpAnswer;
import dev.perennial.testing.http.HttpFailure;
import dev.perennial.testing.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** One session: what its tabs do, and the check of each answer. Thread-safe. */
final class Shopper {
  private static final String COOKIE = "JSESSIONID";
  private static final List<String> ARTICLES =
      List.of("teapot", "cup", "tin", "sencha", "oolong", "whisk");

  private final int id;
  private final AtomicLong writes;
  private final OrderBookModel books;
  private final Tally tally;
  private final SessionModel model = new SessionModel();
  private volatile @Nullable String session;
  private @Nullable Life life;
  private long lifeSeen;

  /**
   * @param writes gives each write its number, unique over all sessions
   */
  Shopper(int id, AtomicLong writes, OrderBookModel books, Tally tally) {
    this.id = id;
    this.writes = writes;
    this.books = books;
    this.tally = tally;
  }

  boolean hasSession() {
    return session != null;
  }

  /** Adds a line; a slow one takes so long at the server first. Returns whether it succeeded. */
  boolean add(Caller caller, SplittableRandom random, long slowMillis) {
    long write = writes.incrementAndGet();
    model.issue(write);
    SessionModel.Expectation expected = model.expectation();
    String form =
        "write="
            + write
            + "&quantity="
            + random.nextInt(1, 4)
            + "&article="
            + ARTICLES.get(random.nextInt(ARTICLES.size()));
    HttpRequest request =
        slowMillis > 0
            ? HttpRequest.post("/slow", form + "&millis=" + slowMillis, headers())
            : HttpRequest.post("/cart", form, headers());
    Optional<Reply> reply = send(caller, request, slowMillis);
    reply.ifPresent(
        r -> {
          long version = r.body().path("version").asLong(-1);
          report(writtenAfter(expected, version));
          model.added(write, r.body().path("amount").asLong(-1), version);
        });
    return reply.isPresent();
  }

  /** Orders what is in the cart. */
  void order(Caller caller) {
    long write = writes.incrementAndGet();
    model.issue(write);
    SessionModel.Expectation expected = model.expectation();
    send(caller, HttpRequest.post("/orders", "write=" + write, headers()), 0)
        .ifPresent(
            reply -> {
              long version = reply.body().path("version").asLong(-1);
              String order = reply.body().path("order").asText("");
              long total = reply.body().path("total").asLong(-1);
              report(writtenAfter(expected, version));
              model.ordered(write, order, total, version);
              books.placed(reply.life(), order, total);
            });
  }

  /** Reads the cart; returns what is wrong with it, which is counted. */
  List<Contradiction> readCart(Caller caller) {
    SessionModel.Expectation expected = model.expectation();
    Optional<Reply> reply = send(caller, HttpRequest.get("/cart", headers()), 0);
    List<Contradiction> found =
        reply.map(r -> model.check(expected, CartView.of(r.body()))).orElse(List.of());
    report(found);
    return found;
  }

  /** Reads one of its orders, and count and sum of all orders. */
  void readOrder(Caller caller, SplittableRandom random) {
    List<Map.Entry<String, Long>> orders = List.copyOf(model.orders().entrySet());
    if (orders.isEmpty()) {
      return;
    }
    Map.Entry<String, Long> order = orders.get(random.nextInt(orders.size()));
    Map<Life, OrderBookModel.AtLeast> expected = books.expectation();
    send(caller, HttpRequest.get("/orders?order=" + order.getKey(), headers()), 0)
        .ifPresent(reply -> report(checkOrder(order, expected, reply)));
  }

  private static List<Contradiction> checkOrder(
      Map.Entry<String, Long> order, Map<Life, OrderBookModel.AtLeast> expected, Reply reply) {
    List<Contradiction> found =
        new ArrayList<>(
            OrderBookModel.check(
                expected,
                reply.life(),
                reply.body().path("count").asLong(-1),
                reply.body().path("sum").asLong(-1)));
    JsonNode total = reply.body().path("total");
    if (total.isMissingNode()) {
      found.add(
          new Contradiction(
              Contradiction.Kind.MISSING,
              "order " + order.getKey() + " at " + reply.life().server()));
    } else if (total.asLong(-1) != order.getValue()) {
      found.add(
          new Contradiction(
              Contradiction.Kind.WRONG,
              "order " + order.getKey() + " says " + total + ", not " + order.getValue()));
    }
    return found;
  }

  /** A successful answer, read. */
  private record Reply(JsonNode body, Life life) {}

  private Optional<Reply> send(Caller caller, HttpRequest request, long plannedMillis) {
    Optional<Caller.Reply> got = caller.send(request, plannedMillis);
    if (got.isEmpty()) {
      return Optional.empty();
    }
    JsonNode body;
    try {
      body = got.get().answer().json();
    } catch (HttpFailure e) {
      tally.failed(request.method() + " " + request.path() + ": " + e.getMessage());
      return Optional.empty();
    }
    Life by = new Life(body.path("server").asText("?"), body.path("life").asLong(0));
    if (checkCookie(got.get().answer())) {
      served(by, got.get().sent(), got.get().received());
    }
    return Optional.of(new Reply(body, by));
  }

  /**
   * Returns whether this is still the session that it was; a new one tells nothing of who serves
   * it.
   */
  private boolean checkCookie(HttpAnswer answer) {
    Optional<String> given = answer.cookie(COOKIE);
    if (given.isEmpty()) {
      return true;
    }
    if (session == null) {
      session = given.get();
      return true;
    }
    report(List.of(new Contradiction(Contradiction.Kind.WRONG, "answered with a new session")));
    return false;
  }

  /** Learns who serves this session; an answer that overlapped the last change tells nothing. */
  private synchronized void served(Life by, long sent, long received) {
    if (life == null) {
      life = by;
    } else if (!life.equals(by)) {
      if (sent < lifeSeen) {
        return;
      }
      books.succeeded(life, by);
      tally.moved(id, life);
      life = by;
    }
    lifeSeen = Math.max(lifeSeen, received);
  }

  private static List<Contradiction> writtenAfter(SessionModel.Expectation expected, long version) {
    return version > expected.version()
        ? List.of()
        : List.of(
            new Contradiction(
                Contradiction.Kind.OLDER,
                "a write made version " + version + " after " + expected.version()));
  }

  private void report(List<Contradiction> found) {
    if (!found.isEmpty()) {
      tally.stale("session " + id, found);
    }
  }

  private String[] headers() {
    String cookie = session;
    return cookie == null ? new String[0] : new String[] {"Cookie: " + COOKIE + "=" + cookie};
  }
}
