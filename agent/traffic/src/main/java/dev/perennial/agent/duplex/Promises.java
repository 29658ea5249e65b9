package dev.perennial.agent.duplex;

import dev.perennial.agent.ids.Flood;
import dev.perennial.agent.ids.KnownIds;
import dev.perennial.agent.ids.PeerIds;
import dev.perennial.coordinator.transfer.ItemId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Spares requests the question for sessions of which another server has promised that it has none.
 * Promises are asked for in a flood alone, as whoever makes a session waits for them. Thread-safe
 * without locks.
 */
public final class Promises {
  private final KnownIds known;
  private final Flood flood;
  private final Consumer<String> renewal;
  private final LongSupplier nanos;

  /**
   * @param renewal has a server asked for a promise, soon
   * @param nanos like {@link System#nanoTime}
   */
  public Promises(KnownIds known, Flood flood, Consumer<String> renewal, LongSupplier nanos) {
    this.known = known;
    this.flood = flood;
    this.renewal = renewal;
    this.nanos = nanos;
  }

  /**
   * Returns whether all of those servers have promised that they have none of these; if not, {@link
   * #withoutPromise} is to be called for this request.
   */
  boolean haveAll(List<String> servers, List<ItemId> ids) {
    long now = nanos.getAsLong();
    for (String server : servers) {
      if (!known.of(server).promisesNoneOf(ids, now)) {
        return false;
      }
    }
    if (flood.add(now)) {
      for (String server : servers) {
        renew(server, known.of(server), now);
      }
    }
    return true;
  }

  private void renew(String server, PeerIds its, long now) {
    if (its.isPromiseDue(now)) {
      renewal.accept(server);
    }
  }

  /** Returns who of those servers is to be asked; to be called once for each request. */
  List<String> withoutPromise(List<String> toAsk, List<ItemId> ids) {
    long now = nanos.getAsLong();
    boolean renews = flood.add(now);
    List<String> left = new ArrayList<>(toAsk.size());
    for (String server : toAsk) {
      PeerIds its = known.of(server);
      if (!its.promisesNoneOf(ids, now)) {
        left.add(server);
      }
      if (renews) {
        renew(server, its, now);
      }
    }
    return left;
  }
}
