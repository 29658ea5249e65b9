package dev.perennial.coordinator.roster;

import dev.perennial.coordinator.aging.Verdict;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Selects who takes a server's place. Pure. */
public final class SuccessorPolicy {
  private static final int MOST_NAMED = 20;

  // Made with the class: which of them is asked for first only in an emergency, in which the
  // metaspace may have no room for the classes that they are.
  private static final Comparator<Report> FRESHEST_FIRST =
      Comparator.<Report>comparingDouble(r -> r.health().uptimeSeconds())
          .thenComparing(Report::name);

  private static final Comparator<Report> MOST_HEADROOM_FIRST =
      Comparator.<Report>comparingLong(r -> r.capacity().headroomBytes())
          .reversed()
          .thenComparing(FRESHEST_FIRST);

  private final Situation situation;
  private final PlanPolicy policy;
  private final boolean standby;

  /** How many of the source's sessions a successor must have room for. */
  private enum Room {
    ALL,
    SOME
  }

  SuccessorPolicy(Situation situation) {
    this.situation = situation;
    this.policy = situation.policy();
    this.standby = situation.roster().mode() == Mode.ACTIVE_STANDBY;
  }

  /**
   * Who was selected.
   *
   * @param chosen the successor, or null if there is none
   * @param refusals why each of the others cannot be, in words, sorted by name; those that merely
   *     came second are not among them
   * @param crowded whether the chosen one has room for a part of the sessions alone
   */
  public record Selection(@Nullable String chosen, Map<String, String> refusals, boolean crowded) {
    public Selection {
      refusals = Collections.unmodifiableMap(new LinkedHashMap<>(refusals));
    }

    /** Returns in words why nobody takes that server's place. */
    public String refusal(String server) {
      StringBuilder text = new StringBuilder("nobody can take the place of ").append(server);
      if (refusals.isEmpty()) {
        return text.append(": there is no other server").toString();
      }
      String separator = ": ";
      int left = MOST_NAMED;
      for (Map.Entry<String, String> refusal : refusals.entrySet()) {
        if (left-- == 0) {
          return text.append("; and ")
              .append(refusals.size() - MOST_NAMED)
              .append(" more")
              .toString();
        }
        text.append(separator).append(refusal.getKey()).append(' ').append(refusal.getValue());
        separator = "; ";
      }
      return text.toString();
    }
  }

  /**
   * Returns who would take a server's place now.
   *
   * @throws IllegalArgumentException if the server is not on the roster
   */
  public static Selection select(ClusterView view, PlanPolicy policy, String server) {
    ServerEntry source = view.roster().require(server);
    Situation situation = new Situation(view, policy);
    Report report = situation.report(source);
    return report == null
        ? new Selection(null, Map.of(server, "does not report"), false)
        : new SuccessorPolicy(situation).select(source, report);
  }

  Selection select(ServerEntry source, Report needs) {
    Selection whole = select(source, needs, Room.ALL);
    if (whole.chosen() != null || !RoomPolicy.mayLeaveSessions(needs)) {
      return whole;
    }
    Selection crowded = select(source, needs, Room.SOME);
    return crowded.chosen() == null ? whole : crowded;
  }

  private Selection select(ServerEntry source, Report needs, Room room) {
    Selection selection = select(source, needs, room, standby);
    boolean any = standby && needs.wishes().order() == Report.Order.LEAVE;
    // Whoever stops without a spare does better with another primary than to lose its sessions.
    return selection.chosen() == null && any ? select(source, needs, room, false) : selection;
  }

  private Selection select(ServerEntry source, Report needs, Room room, boolean spares) {
    Map<String, String> refusals = new LinkedHashMap<>();
    Report best = null;
    Comparator<Report> order = order(needs, room, spares);
    for (ServerEntry entry : situation.roster().servers()) {
      if (entry.name().equals(source.name())) {
        continue;
      }
      Report report = situation.report(entry);
      String refusal = refusal(entry, report, needs, room, spares);
      if (refusal != null || report == null) {
        refusals.put(entry.name(), String.valueOf(refusal));
      } else if (best == null || order.compare(report, best) < 0) {
        best = report;
      }
    }
    return new Selection(best == null ? null : best.name(), refusals, room == Room.SOME);
  }

  private Comparator<Report> order(Report needs, Room room, boolean spares) {
    return switch (room) {
      case ALL -> spares ? FRESHEST_FIRST : mostRoomFirst(needs);
      case SOME -> MOST_HEADROOM_FIRST;
    };
  }

  private @Nullable String refusal(
      ServerEntry entry, @Nullable Report report, Report needs, Room room, boolean spares) {
    String place = place(entry, spares);
    if (place != null) {
      return place;
    }
    if (report == null) {
      return "does not report";
    }
    String health = health(report);
    return health != null ? health : room(report, needs, room, spares);
  }

  private @Nullable String place(ServerEntry entry, boolean spares) {
    if (!situation.alive(entry)) {
      return "is no member";
    }
    if (spares && entry.role() != Role.SPARE) {
      return "is no spare";
    }
    if (entry.stage() != Stage.IN_SERVICE) {
      return "is " + entry.stage();
    }
    String source = situation.sourceOf(entry.name());
    return source == null ? null : "is the successor of " + source + " already";
  }

  private static @Nullable String health(Report report) {
    if (!report.health().healthy()) {
      return "is not healthy";
    }
    if (!report.health().warm()) {
      return "is not warmed up";
    }
    if (report.health().verdict() != Verdict.STABLE) {
      return "is " + report.health().verdict() + " itself (" + report.health().reason() + ")";
    }
    if (report.wishes().order() == Report.Order.HOLD) {
      return "is held by an operator";
    }
    if (report.wishes().order() == Report.Order.LEAVE) {
      return "is about to stop";
    }
    if (!report.capacity().gate() || report.addresses().stateAddress().isEmpty()) {
      return "cannot take state: its container is not recognised";
    }
    return null;
  }

  private @Nullable String room(Report report, Report needs, Room room, boolean spares) {
    if (!report.capacity().fingerprint().equals(needs.capacity().fingerprint())) {
      return "runs other applications";
    }
    if (!fits(report, needs, room)) {
      return "has no headroom for "
          + mebibytes(needs.capacity().stateBytes())
          + " of state with a factor of "
          + policy.headroomFactor()
          + ": "
          + mebibytes(report.capacity().headroomBytes());
    }
    // A spare is idle; whoever serves already has to carry both loads.
    if (!spares && report.capacity().load() + needs.capacity().load() > policy.maxLoad()) {
      return String.format(
          Locale.ROOT,
          "has no capacity for a load of %.2f beside its own of %.2f",
          needs.capacity().load(),
          report.capacity().load());
    }
    return null;
  }

  private boolean fits(Report report, Report needs, Room room) {
    long headroom = report.capacity().headroomBytes();
    return switch (room) {
      case ALL -> headroom >= need(needs);
      case SOME -> RoomPolicy.isWorthwhile((double) headroom, need(needs));
    };
  }

  private Comparator<Report> mostRoomFirst(Report needs) {
    return Comparator.<Report>comparingDouble(r -> -roomLeft(r, needs))
        .thenComparing(MOST_HEADROOM_FIRST);
  }

  /** The scarcer of what memory and capacity would be left, each as a part of the whole. */
  private double roomLeft(Report report, Report needs) {
    double memory = 1 - need(needs) / Math.max(1.0, (double) report.capacity().headroomBytes());
    double capacity = 1 - (report.capacity().load() + needs.capacity().load()) / policy.maxLoad();
    return Math.min(memory, capacity);
  }

  private double need(Report needs) {
    return Math.max(0, needs.capacity().stateBytes()) * policy.headroomFactor();
  }

  private static String mebibytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f MiB", bytes / 1048576.0);
  }
}
