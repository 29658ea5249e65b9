package dev.perennial.coordinator.hazelcast;

import dev.perennial.coordinator.aging.Verdict;
import dev.perennial.coordinator.roster.Mode;
import dev.perennial.coordinator.roster.Protocol;
import dev.perennial.coordinator.roster.Report;
import dev.perennial.coordinator.roster.Role;
import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.roster.ServerEntry;
import dev.perennial.coordinator.roster.Stage;
import java.util.List;
import java.util.Set;

/** A roster and a report with a value of its own in each component. */
final class Samples {
  private Samples() {}

  static Roster roster(long epoch) {
    return new Roster(
        epoch,
        Mode.ACTIVE_ACTIVE,
        List.of(
            new ServerEntry(
                "s1", 3, Role.PRIMARY, Stage.DUPLEXING, "s2", 4, 2, "heap", 1234567, true),
            new ServerEntry("s2", 5, Role.SPARE, Stage.IN_SERVICE, null, 0, 0, "", 42, false)),
        Set.of("c1", "c2"),
        List.of(100L, 200L),
        "s3 did not come back");
  }

  static Report report(String name, long incarnation) {
    return new Report(
        new Report.Identity(name, incarnation, 17, new Protocol(2, 4)),
        new Report.Wishes(Role.PRIMARY, Report.Action.AUTOMATIC, Report.Order.REJUVENATE),
        new Report.Health(
            Verdict.UNSTABLE, "heap live set 412 MiB of 512 MiB", 11520.5, 86400.25, true, true),
        new Report.Restart("restart.max-per-hour", "waits for the night", true),
        new Report.Capacity(true, "f00d", 1000, 1 << 20, 1L << 30, 0.75, 123.5),
        new Report.Addresses("http://127.0.0.1:8080", "127.0.0.1:5801", "http://127.0.0.1:9090"),
        new Report.Duplexing(
            4, Report.Duplexing.State.IN_SYNC, 3, 1000, 12, 1L << 33, "3 rounds", "one session"));
  }
}
