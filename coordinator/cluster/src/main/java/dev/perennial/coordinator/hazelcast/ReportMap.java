package dev.perennial.coordinator.hazelcast;

import com.hazelcast.core.EntryAdapter;
import com.hazelcast.core.EntryEvent;
import com.hazelcast.map.IMap;
import com.hazelcast.map.listener.EntryMergedListener;
import com.hazelcast.nio.serialization.genericrecord.GenericRecord;
import dev.perennial.coordinator.roster.Protocol;
import dev.perennial.coordinator.roster.Report;
import dev.perennial.coordinator.roster.Report.Duplexing;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The reports: a map in the cluster and a copy here, kept by events, with the time each was seen by
 * this process's clock. Thread-safe.
 */
final class ReportMap {
  private static final long FORGET_NANOS =
      Duration.ofSeconds(MemberConfig.REPORT_SECONDS).toNanos();

  private final IMap<String, GenericRecord> map;
  private final Protocol ours;
  private final LongSupplier nanoTime;
  private final RateLimitedLog log;
  private final Runnable onChange;
  private final Map<String, Seen> seen = new ConcurrentHashMap<>();
  private final AtomicBoolean sending = new AtomicBoolean();

  ReportMap(
      IMap<String, GenericRecord> map,
      Protocol ours,
      LongSupplier nanoTime,
      RateLimitedLog log,
      Runnable onChange) {
    this.map = map;
    this.ours = ours;
    this.nanoTime = nanoTime;
    this.log = log;
    this.onChange = onChange;
    map.addEntryListener(new Listener(), true);
  }

  /** Takes over what was there before this server listened. */
  void load() {
    map.getAll(map.keySet())
        .forEach(
            (name, record) -> {
              Seen now = at(record);
              if (now != null) {
                seen.putIfAbsent(name, now);
              }
            });
  }

  /** Never blocks: while one report is on its way to a slow member, later ones are passed over. */
  void send(Report report) {
    seen.put(report.name(), new Seen(report, nanoTime.getAsLong()));
    if (!sending.compareAndSet(false, true)) {
      return;
    }
    try {
      map.setAsync(report.name(), ReportRecords.write(report))
          .whenComplete(
              (done, failure) -> {
                sending.set(false);
                if (failure != null) {
                  log.log("report", "cluster: the report was not sent: " + failure);
                }
              });
    } catch (RuntimeException e) {
      sending.set(false);
      log.log("report", "cluster: the report was not sent: " + e);
    }
  }

  Map<String, Report> reports() {
    forgetOld();
    return seen.entrySet().stream()
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, e -> e.getValue().report));
  }

  Map<String, Long> ageMillis() {
    forgetOld();
    long now = nanoTime.getAsLong();
    return seen.entrySet().stream()
        .collect(
            Collectors.toUnmodifiableMap(
                Map.Entry::getKey, e -> (now - e.getValue().nanos) / 1_000_000));
  }

  private void forgetOld() {
    long now = nanoTime.getAsLong();
    seen.values().removeIf(s -> now - s.nanos > FORGET_NANOS);
  }

  /** Returns null for what a server says that is kept out: it may mean something else. */
  private @Nullable Seen at(@Nullable GenericRecord record) {
    Report report = record == null ? null : ReportRecords.read(record);
    return report != null && ours.worksWith(report.identity().protocol())
        ? new Seen(report, nanoTime.getAsLong())
        : null;
  }

  private record Seen(Report report, long nanos) {
    /** Whether a planner may decide otherwise on this than on the one before. */
    boolean matters(@Nullable Seen before) {
      if (before == null) {
        return true;
      }
      Report old = before.report;
      return report.incarnation() != old.incarnation()
          || report.health().verdict() != old.health().verdict()
          || report.wishes().order() != old.wishes().order()
          || report.health().healthy() != old.health().healthy()
          || report.health().warm() != old.health().warm()
          || !duplexing(report).equals(duplexing(old));
    }

    private static String duplexing(Report report) {
      Duplexing duplexing = report.duplexing();
      return duplexing == null ? "" : duplexing.round() + " " + duplexing.state();
    }
  }

  private final class Listener extends EntryAdapter<String, GenericRecord>
      implements EntryMergedListener<String, GenericRecord> {
    @Override
    public void onEntryEvent(EntryEvent<String, GenericRecord> event) {
      Seen now = at(event.getValue());
      if (now != null && now.matters(seen.put(event.getKey(), now))) {
        onChange.run();
      }
    }

    @Override
    public void entryMerged(EntryEvent<String, GenericRecord> event) {
      onEntryEvent(event);
    }
  }
}
