package dev.perennial.agent.duplex;

import dev.perennial.agent.duplex.Choice.Standing;
import dev.perennial.agent.gate.Named;
import dev.perennial.agent.gate.Route;
import dev.perennial.agent.gate.Router;
import dev.perennial.coordinator.transfer.ItemId;
import dev.perennial.coordinator.transfer.Message;
import dev.perennial.coordinator.transfer.Place;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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

  /** A client sends what it likes: longer ids are asked for each time. */
  private static final int MAX_REMEMBERED_CHARS = 512;

  private static final long REMEMBER_NANOS = TimeUnit.SECONDS.toNanos(30);

  private static final long FOLLOW_MILLIS = 60_000;

  private final Containers containers;
  private final Outgoing outgoing;
  private final SuccessorDesk desk;
  private final Asking asking;
  private final Supplier<Neighbours> neighbours;
  private final long askMillis;
  private final LongSupplier nanos;
  private final Map<Named, Found> remembered =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Named, Found> eldest) {
              return size() > MAX_REMEMBERED
                  || nanos() - eldest.getValue().atNanos() > REMEMBER_NANOS;
            }
          });

  /**
   * @param outgoing what this server hands over
   * @param desk knows what this server has taken over
   * @param asking asks the others
   * @param neighbours who is there to be asked, as of now
   * @param askMillis how long all others together may take to answer
   */
  public SessionRouter(
      Containers containers,
      Outgoing outgoing,
      SuccessorDesk desk,
      Asking asking,
      Supplier<Neighbours> neighbours,
      long askMillis,
      LongSupplier nanos) {
    this.containers = containers;
    this.outgoing = outgoing;
    this.desk = desk;
    this.asking = asking;
    this.neighbours = neighbours;
    this.askMillis = askMillis;
    this.nanos = nanos;
  }

  /**
   * Who is there besides this server.
   *
   * @param known false while not everybody can be asked: this server has not seen the roster yet,
   *     or has just lost sight of the others
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
  public Route route(Named sessions) {
    SourceRun run = outgoing.current();
    boolean away = run != null && run.isSwitching();
    List<Standing> standings = new ArrayList<>();
    for (String id : sessions.ids()) {
      standings.add(away ? leaving(run, sessions.application(), id) : own(sessions, id));
    }
    Choice choice = Choice.of(standings);
    Neighbours now = neighbours.get();
    if (!choice.asked().isEmpty()) {
      Route owner = owner(sessions, choice, now);
      if (!(owner instanceof Route.Here)) {
        return owner;
      }
    }
    if (choice.isHere()) {
      String id = sessions.ids().get(choice.here());
      return away ? await(run, id) : leased(id);
    }
    if (choice.isGone()) {
      return new Route.Elsewhere(run.successor(), false);
    }
    if (!sessions.ids().isEmpty() && !now.known()) {
      return new Route.Refused(
          "not everybody could be asked: the cluster is not known yet, or this server is cut off"
              + " from it",
          1);
    }
    if (away) {
      return new Route.Elsewhere(run.successor(), true);
    }
    return now.servesFor().isEmpty() ? Route.HERE : new Route.Elsewhere(now.servesFor(), true);
  }

  @Override
  public boolean isHere(Named sessions, boolean asNew, boolean away) {
    if (away) {
      return false;
    }
    List<String> ids = sessions.ids();
    if (asNew || ids.isEmpty()) {
      return true;
    }
    if (!desk.isUnquestioned() && ids.stream().anyMatch(desk::isInQuestion)) {
      // The relaying server is to ask again: somebody may have taken it back.
      return false;
    }
    return ids.stream().anyMatch(id -> containers.hasSession(sessions.application(), id))
        || containers.hasSession(ids.get(ids.size() - 1));
  }

  @Override
  public boolean isUnquestioned() {
    return desk.isUnquestioned();
  }

  @Override
  public boolean isInQuestion(String sessionId) {
    return desk.isInQuestion(sessionId);
  }

  @Override
  public void forget(Named sessions) {
    remembered.remove(sessions);
  }

  private Standing own(Named sessions, String id) {
    if (containers.hasSession(sessions.application(), id)) {
      return Standing.HERE;
    }
    return containers.hasSession(id) ? Standing.OF_ANOTHER : Standing.UNKNOWN;
  }

  private Standing leaving(SourceRun run, String application, String id) {
    boolean its = containers.hasSession(application, id);
    Place place = run.place(id);
    if (place == null || place == Place.ENDED) {
      return Standing.UNKNOWN;
    }
    if (place == Place.AWAY) {
      return Standing.GONE;
    }
    // Before and after: what comes or leaves meanwhile is not taken for another application's.
    return place != Place.HERE || its || containers.hasSession(application, id)
        ? Standing.HERE
        : Standing.OF_ANOTHER;
  }

  /**
   * What could still be taken back by the server that it came from is served only while no majority
   * can say so behind our back.
   */
  private Route leased(String id) {
    if (desk.isTakenBack(id)) {
      // Without a source that could take it back, no lease is asked for any more.
      return new Route.Refused("the session was taken back by the server that it came from", 1);
    }
    return desk.isInQuestion(id)
        ? new Route.Refused("cut off from the cluster: the session may be served elsewhere", 5)
        : Route.HERE;
  }

  /**
   * A session whose last request here is not over follows when that is; who wants it meanwhile
   * waits, bounded.
   */
  private Route await(SourceRun run, String id) {
    try {
      run.want(id);
      Place place = run.transfer().awaitGone(ItemId.session(id), FOLLOW_MILLIS, run::isSwitching);
      if (place == Place.AWAY || place == Place.ENDED || place == null) {
        return new Route.Elsewhere(run.successor(), false);
      }
      if (!run.isSwitching()) {
        // Taken back: it is served here as before.
        return containers.hasSession(id) ? leased(id) : new Route.Refused(ON_ITS_WAY, 1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new Route.Refused("session is still on its way to " + run.successor(), 2);
  }

  /** Returns where one of those sessions is that come before what is here; HERE if none is. */
  private Route owner(Named sessions, Choice choice, Neighbours now) {
    List<ItemId> ids = new ArrayList<>(choice.asked().size());
    for (int index : choice.asked()) {
      ids.add(ItemId.session(sessions.ids().get(index)));
    }
    // What costs something comes after it: a flood of invented ids ends here.
    return asking.isPromised(now.toAsk(), ids) && !isOneKept(ids)
        ? Route.HERE
        : ask(sessions, choice, ids);
  }

  private boolean isOneKept(List<ItemId> ids) {
    for (ItemId id : ids) {
      if (desk.isKept(id)) {
        return true;
      }
    }
    return false;
  }

  private Route ask(Named sessions, Choice choice, List<ItemId> ids) {
    Found found = remembered.get(sessions);
    if (found != null
        && nanos.getAsLong() - found.atNanos() < REMEMBER_NANOS
        && neighbours.get().toAsk().contains(found.server())) {
      return new Route.Elsewhere(found.server(), false);
    }
    long deadline = nanos.getAsLong() + TimeUnit.MILLISECONDS.toNanos(askMillis);
    while (true) {
      // Each time anew: whoever has the session may come back meanwhile.
      Route route = askOnce(sessions, choice, ids, neighbours.get(), deadline);
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

  private long nanos() {
    return nanos.getAsLong();
  }

  private Route askOnce(
      Named sessions, Choice choice, List<ItemId> ids, Neighbours now, long deadline) {
    Answers answers = new Answers(ids.size(), !choice.isHere());
    for (int i = 0; i < ids.size(); i++) {
      if (desk.isKept(ids.get(i))) {
        answers.onItsWay(i);
      }
    }
    Message.Sought sought = new Message.Sought(ids, sessions.application());
    if (!asking.ask(now.toAsk(), sought, answers, deadline)) {
      return new Route.Refused("too many requests wait to know which server has their session", 1);
    }
    String owner = answers.owner();
    if (!owner.isEmpty()) {
      if (sessions.ids().stream().mapToInt(String::length).sum() <= MAX_REMEMBERED_CHARS) {
        remembered.put(sessions, new Found(owner, nanos()));
      }
      return new Route.Elsewhere(owner, false);
    }
    if (answers.isMoving()) {
      return new Route.Refused(ON_ITS_WAY, 1);
    }
    return answers.silent().isEmpty()
        ? Route.HERE
        : new Route.Refused(
            "no answer from " + answers.silent() + ", which may own the session", 1);
  }
}
