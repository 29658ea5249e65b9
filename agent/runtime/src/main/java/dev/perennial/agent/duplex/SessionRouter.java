package dev.perennial.agent.duplex;

import dev.perennial.agent.gate.Route;
import dev.perennial.agent.gate.Router;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Knows where a session is served: here, at the successor, or wherever the others say. A session is
 * served as new only when every live server has said that it does not own it. Thread-safe; blocks
 * while other servers are asked.
 */
public final class SessionRouter implements Router {
  private static final String ON_ITS_WAY = "the session is on its way to another server";
  private static final int MAX_REMEMBERED = 10_000;
  private static final long REMEMBER_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final Containers containers;
  private final Supplier<SourceDuplexer> source;
  private final PeerCalls peers;
  private final Supplier<Neighbours> neighbours;
  private final long askMillis;
  private final LongSupplier nanos;
  private final Map<String, Found> remembered =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Found> eldest) {
              return size() > MAX_REMEMBERED;
            }
          });

  /**
   * @param neighbours who is there to be asked, as of now
   * @param askMillis how long all others together may take to answer
   */
  public SessionRouter(
      Containers containers,
      Supplier<SourceDuplexer> source,
      PeerCalls peers,
      Supplier<Neighbours> neighbours,
      long askMillis,
      LongSupplier nanos) {
    this.containers = containers;
    this.source = source;
    this.peers = peers;
    this.neighbours = neighbours;
    this.askMillis = askMillis;
    this.nanos = nanos;
  }

  /**
   * Who is there besides this server.
   *
   * @param known false while this server has not seen the roster yet: nobody can be asked
   * @param toAsk names of live servers, the likeliest first
   * @param servesFor who serves what belongs to nobody, because this server takes no traffic of its
   *     own; empty if it does itself
   */
  public record Neighbours(boolean known, List<String> toAsk, String servesFor) {
    public Neighbours {
      toAsk = List.copyOf(toAsk);
    }
  }

  private record Found(String server, long atNanos) {}

  @Override
  public Route route(List<String> sessionIds) {
    SourceRun run = source.get().current();
    boolean away = run != null && run.isSwitching();
    if (away) {
      for (String id : sessionIds) {
        Handover.Place place = run.handover().place(id);
        if (place == Handover.Place.AWAY) {
          return new Route.Elsewhere(run.successor(), false);
        }
        if (place == Handover.Place.HERE || place == Handover.Place.IN_DOUBT) {
          return await(run, id);
        }
      }
    } else {
      for (String id : sessionIds) {
        if (containers.hasSession(id)) {
          return Route.HERE;
        }
      }
    }
    Neighbours now = neighbours.get();
    if (!sessionIds.isEmpty()) {
      Route owner = ask(sessionIds, now);
      if (!(owner instanceof Route.Here)) {
        return owner;
      }
      if (!now.known()) {
        return new Route.Refused("the cluster is not known yet, so not everybody was asked", 1);
      }
    }
    if (away) {
      return new Route.Elsewhere(run.successor(), true);
    }
    return now.servesFor().isEmpty() ? Route.HERE : new Route.Elsewhere(now.servesFor(), true);
  }

  @Override
  public boolean isHere(List<String> sessionIds, boolean asNew, boolean away) {
    if (away) {
      return false;
    }
    return asNew || sessionIds.isEmpty() || sessionIds.stream().anyMatch(containers::hasSession);
  }

  @Override
  public void forget(List<String> sessionIds) {
    remembered.remove(String.join(" ", sessionIds));
  }

  /**
   * A session whose last request here is not over follows when that is; who wants it meanwhile
   * waits, bounded.
   */
  private Route await(SourceRun run, String id) {
    long deadline = nanos.getAsLong() + TimeUnit.SECONDS.toNanos(60);
    while (nanos.getAsLong() < deadline) {
      Handover.Place place = run.handover().place(id);
      if (place == Handover.Place.AWAY || place == Handover.Place.ENDED || place == null) {
        return new Route.Elsewhere(run.successor(), false);
      }
      try {
        TimeUnit.MILLISECONDS.sleep(5);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    return new Route.Refused("session is still on its way to " + run.successor(), 2);
  }

  private Route ask(List<String> ids, Neighbours now) {
    String key = String.join(" ", ids);
    Found found = remembered.get(key);
    if (found != null
        && nanos.getAsLong() - found.atNanos() < REMEMBER_NANOS
        && now.toAsk().contains(found.server())) {
      return new Route.Elsewhere(found.server(), false);
    }
    long deadline = nanos.getAsLong() + TimeUnit.MILLISECONDS.toNanos(askMillis);
    while (true) {
      Route route = askOnce(ids, key, now, deadline);
      if (!(route instanceof Route.Refused refused)
          || !refused.reason().equals(ON_ITS_WAY)
          || nanos.getAsLong() >= deadline) {
        return route;
      }
      try {
        TimeUnit.MILLISECONDS.sleep(20);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return route;
      }
    }
  }

  private Route askOnce(List<String> ids, String key, Neighbours now, long deadline) {
    Map<String, CompletableFuture<byte[]>> asked = new HashMap<>();
    byte[] question = question(ids);
    for (String server : now.toAsk()) {
      asked.put(server, peers.call(server, question));
    }
    List<String> silent = new ArrayList<>();
    for (String server : now.toAsk()) {
      try {
        long left = Math.max(1, deadline - nanos.getAsLong());
        Wire.Answer answer = Wire.answer(asked.get(server).get(left, TimeUnit.NANOSECONDS));
        switch (answer.reply()) {
          case OK -> {
            String owner = answer.text().isEmpty() ? server : answer.text();
            remembered.put(key, new Found(owner, nanos.getAsLong()));
            return new Route.Elsewhere(owner, false);
          }
          case NEED_BYTES -> {
            return new Route.Refused(ON_ITS_WAY, 1);
          }
          case NO -> {}
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        silent.add(server);
      } catch (ExecutionException | TimeoutException | IOException e) {
        silent.add(server);
      }
    }
    return silent.isEmpty()
        ? Route.HERE
        : new Route.Refused("no answer from " + silent + ", which may own the session", 1);
  }

  private static byte[] question(List<String> ids) {
    return Wire.encode(
        new Wire.Request(
            Wire.Op.WHO_HAS, "", 0, 0, Wire.Kind.SESSION, "", 0, new byte[0], new byte[0], ids));
  }
}
