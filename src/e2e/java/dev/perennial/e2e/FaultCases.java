package dev.perennial.e2e;

import dev.perennial.e2e.Hit.Blow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The rows of the table, and what each may cost: see the design's promise that nothing is lost. */
final class FaultCases {
  private static final String STANDBY = "active-standby";
  private static final String ACTIVE = "active-active";

  private FaultCases() {}

  static List<FaultCase> all() {
    List<FaultCase> all = new ArrayList<>();
    for (Moment moment : Moment.values()) {
      for (Blow blow : Blow.values()) {
        // It takes a process that stands still to make an offer last.
        if (moment == Moment.OFFERING && new Hit(blow, moment).needsNetwork()) {
          continue;
        }
        all.add(hit(blow, moment, STANDBY));
        if (isForBothModes(moment)) {
          all.add(hit(blow, moment, ACTIVE));
        }
      }
    }
    for (Trouble.Kind kind : Trouble.Kind.values()) {
      for (Moment moment : List.of(Moment.COPYING, Moment.IN_SYNC, Moment.SESSIONS)) {
        all.add(trouble(kind, moment));
      }
    }
    all.add(odd("large-session", "a session of 50 MB that is used all the time", Oddity.LARGE));
    all.add(odd("busy-sessions", "sessions that change with every request", Oddity.BUSY));
    all.add(
        odd(
            "foreign-classes",
            "100 sessions with an attribute whose class the successor lacks",
            Oddity.FOREIGN));
    all.add(
        new FaultCase(
            "foreign-classes-allowed",
            "the same, with perennial.unmovable.max=1",
            "DUPLEXING",
            STANDBY,
            Loss.L5,
            "that attribute alone",
            false,
            Oddity.FOREIGN_ALLOWED));
    all.add(disk("disk-full-before", "before the order", DiskCourse.BEFORE_THE_ORDER));
    all.add(disk("disk-full-in-sync", Moment.IN_SYNC.text(), DiskCourse.IN_SYNC));
    return all;
  }

  private static boolean isForBothModes(Moment moment) {
    return switch (moment) {
      case IN_SYNC, SESSIONS, RETIRED -> true;
      case OFFERING, COPYING, PARTS, RELAYING, CLEANING -> false;
    };
  }

  private static FaultCase hit(Blow blow, Moment moment, String mode) {
    Loss loss = loss(blow, moment);
    return new FaultCase(
        named(blow + "-" + moment + (mode.equals(STANDBY) ? "" : "-" + mode)),
        blow.text(),
        moment.text(),
        mode,
        loss,
        why(loss),
        mayFail(blow, moment),
        new Hit(blow, moment));
  }

  private static Loss loss(Blow blow, Moment moment) {
    boolean begun = moment.compareTo(Moment.IN_SYNC) > 0;
    return switch (blow) {
      case KILL_SUCCESSOR, FREEZE_SUCCESSOR, CUT_SUCCESSOR -> begun ? Loss.L3 : Loss.NOTHING;
      case KILL_OLD ->
          switch (moment) {
            case OFFERING, COPYING -> Loss.L1;
            case IN_SYNC, PARTS, SESSIONS -> Loss.L2;
            case RELAYING, RETIRED, CLEANING -> Loss.NOTHING;
          };
      // It comes back with all that it had not handed over. Until then nobody has the sessions.
      case FREEZE_OLD, CUT_OLD -> begins(moment) ? Loss.L1 : Loss.NOTHING;
    };
  }

  private static boolean begins(Moment moment) {
    return moment == Moment.OFFERING || moment == Moment.COPYING;
  }

  private static String why(Loss loss) {
    return switch (loss) {
      case NOTHING -> "";
      case L1 -> "nobody else has the sessions yet";
      case L2 -> "what was not sent yet";
      case L3 -> "what was not sent back yet";
      case L5 -> "what cannot be read there";
    };
  }

  /** Only where the successor fails before it serves, clients never ask the one that fails. */
  private static boolean mayFail(Blow blow, Moment moment) {
    return switch (blow) {
      case KILL_SUCCESSOR, FREEZE_SUCCESSOR, CUT_SUCCESSOR -> moment.compareTo(Moment.IN_SYNC) > 0;
      case KILL_OLD, FREEZE_OLD, CUT_OLD -> true;
    };
  }

  private static FaultCase trouble(Trouble.Kind kind, Moment moment) {
    return new FaultCase(
        named("link-" + kind + "-" + moment),
        kind.text(),
        moment.text(),
        STANDBY,
        Loss.NOTHING,
        "",
        // Requests travel on it, too, and nobody knows what became of those that were on their way.
        kind == Trouble.Kind.LOST,
        new Trouble(kind, moment));
  }

  private static String named(String words) {
    return words.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static FaultCase disk(String name, String stage, DiskCourse course) {
    return new FaultCase(
        name,
        "the old server's disk for log, audit and evidence is full",
        stage,
        STANDBY,
        Loss.NOTHING,
        "",
        false,
        course);
  }

  private static FaultCase odd(String name, String fault, Oddity oddity) {
    return new FaultCase(name, fault, "all", STANDBY, Loss.NOTHING, "", false, oddity);
  }
}
