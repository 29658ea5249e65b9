package dev.perennial.coordinator.hazelcast;

import com.hazelcast.core.EntryAdapter;
import com.hazelcast.core.EntryEvent;
import com.hazelcast.map.IMap;
import com.hazelcast.map.listener.EntryMergedListener;
import com.hazelcast.nio.serialization.genericrecord.GenericRecord;
import dev.perennial.coordinator.roster.Protocol;
import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.roster.RosterStore.Outcome;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The roster: one entry of a map, and the last copy seen. Should the cluster lose the entry, or
 * come out of a partition with an older one, whoever holds a newer copy puts it back. Thread-safe.
 */
final class RosterMap {
  private static final String KEY = "roster";

  private final IMap<String, GenericRecord> map;
  private final Protocol ours;
  private final BoundedCalls calls;
  private final Runnable onChange;

  /** Writes guarded by "this": its epoch only grows. */
  private volatile @Nullable Roster last;

  /** Why the stored roster cannot be read; empty if it can. */
  private volatile String refusal = "";

  RosterMap(IMap<String, GenericRecord> map, Protocol ours, BoundedCalls calls, Runnable onChange) {
    this.map = map;
    this.ours = ours;
    this.calls = calls;
    this.onChange = onChange;
    map.addEntryListener(new Listener(), KEY, true);
  }

  Optional<Roster> lastSeen() {
    return Optional.ofNullable(last);
  }

  Optional<Roster> read() {
    calls.call("reading the roster", () -> Optional.ofNullable(current()));
    return lastSeen();
  }

  /** Returns why the roster that is stored cannot be read here, in words; empty if it can. */
  String refusal() {
    return refusal;
  }

  Outcome replace(long expectedEpoch, Roster next) {
    if (next.epoch() <= expectedEpoch) {
      throw new IllegalArgumentException(
          "epoch %d does not follow %d".formatted(next.epoch(), expectedEpoch));
    }
    return calls
        .call("changing the roster", () -> compareAndSet(expectedEpoch, next))
        .orElse(Outcome.UNKNOWN);
  }

  private Outcome compareAndSet(long expectedEpoch, Roster next) {
    GenericRecord now = current();
    if (!refusal.isEmpty()) {
      return Outcome.REFUSED;
    }
    if ((now == null ? 0 : RosterRecords.epoch(now)) != expectedEpoch) {
      return Outcome.REFUSED;
    }
    GenericRecord record = RosterRecords.write(next, ours);
    boolean done =
        now == null ? map.putIfAbsent(KEY, record) == null : map.replace(KEY, now, record);
    if (done) {
      seen(next);
    }
    return done ? Outcome.DONE : Outcome.REFUSED;
  }

  /** Returns the entry after mending it; null before the first. */
  private @Nullable GenericRecord current() {
    GenericRecord now = map.get(KEY);
    Roster copy = last;
    if (copy != null && (now == null || isOlder(now, copy))) {
      GenericRecord record = RosterRecords.write(copy, ours);
      if (now == null) {
        map.putIfAbsent(KEY, record);
      } else {
        map.replace(KEY, now, record);
      }
      now = map.get(KEY);
    }
    take(now);
    return now;
  }

  /** One that cannot be read here is left alone: it may be the others' only one. */
  private boolean isOlder(GenericRecord stored, Roster copy) {
    return RosterRecords.epoch(stored) < copy.epoch()
        && ours.worksWith(RosterRecords.protocol(stored));
  }

  /** Takes over what is stored, if it is not older and of a protocol that is known here. */
  private void take(@Nullable GenericRecord stored) {
    refusal = stored == null ? "" : ours.refusal("the roster", RosterRecords.protocol(stored));
    if (stored != null && refusal.isEmpty()) {
      isStored(RosterRecords.read(stored));
    }
  }

  /**
   * Two clusters that began apart can have come to the same epoch, and different rosters, when they
   * meet: then that counts which the cluster has.
   */
  private synchronized void isStored(Roster roster) {
    Roster before = last;
    if (before == null || (before.epoch() <= roster.epoch() && !before.equals(roster))) {
      last = roster;
    }
  }

  /** Takes it over, if it is newer. */
  synchronized void seen(Roster roster) {
    Roster before = last;
    if (before == null || before.epoch() < roster.epoch()) {
      last = roster;
    }
  }

  private final class Listener extends EntryAdapter<String, GenericRecord>
      implements EntryMergedListener<String, GenericRecord> {
    @Override
    public void onEntryEvent(EntryEvent<String, GenericRecord> event) {
      take(event.getValue());
      onChange.run();
    }

    @Override
    public void entryMerged(EntryEvent<String, GenericRecord> event) {
      onEntryEvent(event);
    }
  }
}
