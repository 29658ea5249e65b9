package dev.perennial.coordinator.simulation;

import dev.perennial.coordinator.aging.Verdict;
import dev.perennial.coordinator.roster.ComingBack;
import dev.perennial.coordinator.roster.Joining;
import dev.perennial.coordinator.roster.Lease;
import dev.perennial.coordinator.roster.LeavePolicy;
import dev.perennial.coordinator.roster.Leaving;
import dev.perennial.coordinator.roster.Protocol;
import dev.perennial.coordinator.roster.Report;
import dev.perennial.coordinator.roster.Report.Duplexing.State;
import dev.perennial.coordinator.roster.Role;
import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.roster.ServerEntry;
import dev.perennial.coordinator.roster.Stage;
import dev.perennial.coordinator.roster.Switching;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One server: acts on its own entry, as the agent does, and owns session groups ("tokens"). */
final class SimulatedServer {
  private static final LeavePolicy LEAVE = new LeavePolicy(20_000, 10_000);
  private static final Lease LEASE = new Lease(30_000, 10_000);

  final String name;
  final Role wantedRole;
  final Set<String> owned = new TreeSet<>();
  final Set<String> kept = new TreeSet<>();

  /** Tokens taken over and not served for now, with source and round that they came in. */
  private final Map<String, String> suspended = new TreeMap<>();

  int group;
  boolean up = true;
  long incarnation;
  long memberUntil;
  int lives;
  @Nullable Report delivered;
  long deliveredAt;
  Report.Order order = Report.Order.NONE;

  private final SimulatedCluster cluster;
  private final Random random;
  private long upAt;
  private long bornAt;
  private long readyAt;
  private long unstableAt;
  private long handedRound = -1;
  private long workingRound = -1;
  private long stepAt;
  private long renewedAt;
  private long heirSeenAt;
  private String heir = "";
  private long heirIncarnation;
  private long leavingSince = -1;
  private boolean inDoubt;
  private State state = State.OFFERING;

  SimulatedServer(SimulatedCluster cluster, String name, Role wantedRole, Random random) {
    this.cluster = cluster;
    this.name = name;
    this.wantedRole = wantedRole;
    this.random = random;
    start(0);
  }

  /** Ends the process; a supervisor starts it again. */
  void crash(long now, int restartAfter) {
    up = false;
    upAt = now + restartAfter;
    memberUntil = now + 3;
    cluster.membersChanged();
    owned.clear();
    kept.clear();
    suspended.clear();
    incarnation = 0;
    leavingSince = -1;
  }

  void tick(long now) {
    if (!up) {
      if (now >= upAt) {
        up = true;
        cluster.membersChanged();
        start(now);
      }
      return;
    }
    Roster roster = cluster.roster(group);
    // Not on the roster: new, or of a side that founded a roster of its own and lost it.
    if (incarnation == 0 || inDoubt || roster.server(name).isEmpty()) {
      join(roster, now);
      return;
    }
    lease(roster, now);
    lookForHeir(roster, now);
    if (leavingSince < 0 && random.nextDouble() < cluster.faults().stops()) {
      leavingSince = now;
    }
    roster.server(name).ifPresent(entry -> act(roster, entry, now));
    Roster after = cluster.roster(group);
    if (up && leavingSince >= 0) {
      after.server(name).ifPresent(entry -> stopInOrder(after, entry, now));
    }
  }

  private void stopInOrder(Roster roster, ServerEntry entry, long now) {
    LeavePolicy.Answer answer =
        LEAVE.judge(
            new LeavePolicy.Moment(
                entry, duplexing(entry), owned.size(), "", "", (now - leavingSince) * 1000));
    if (!answer.leaves()) {
      return;
    }
    if (answer.heir() != null && !owned.isEmpty() && entry.stage() != Stage.SWITCHING) {
      throw new AssertionError(name + " leaves, has handed over, and still owns " + owned);
    }
    cluster.replaceAsMajority(
        this, roster, () -> Leaving.left(roster, name, answer.heir(), now * 1000));
    crash(now, 5 + random.nextInt(60));
    memberUntil = now;
    cluster.membersChanged();
  }

  private void start(long now) {
    bornAt = now;
    readyAt = now + 2 + random.nextInt(5);
    unstableAt = now + 60 + random.nextInt(300);
    workingRound = -1;
    handedRound = -1;
    renewedAt = now;
    lives++;
  }

  private void join(Roster roster, long now) {
    Set<String> others = cluster.othersAlive(this);
    Joining.Outcome outcome =
        Joining.join(roster, name, wantedRole, others, now * 1000, incarnation);
    if (outcome instanceof Joining.Outcome.Joined joined) {
      // Without an answer it joins once more: one life may count as two, two never as one.
      inDoubt = !cluster.replace(group, roster.epoch(), joined.next());
      incarnation = inDoubt ? incarnation : joined.self().incarnation();
    }
  }

  private void act(Roster roster, ServerEntry entry, long now) {
    if (entry.incarnation() != incarnation) {
      throw new AssertionError(name + " lives twice: " + entry + " and " + incarnation);
    }
    switch (entry.stage()) {
      case DUPLEXING -> duplex(entry, now);
      case SWITCHING -> switchOver(roster, entry, now);
      case RETIRED -> state = State.DONE;
      case REJUVENATING -> restart(roster, entry, now);
      case IN_SERVICE -> serve(roster, entry, now);
      case OUT -> comeBack(roster, entry, now);
      case JOINING, RETURNING -> workingRound = -1;
    }
  }

  private void comeBack(Roster roster, ServerEntry entry, long now) {
    if (handedRound != entry.round()) {
      workingRound = -1;
    }
    if (leavingSince < 0) {
      ComingBack.of(
              roster, name, duplexing(entry), now >= readyAt, cluster.alive(group), now * 1000)
          .ifPresent(next -> cluster.replaceAsMajority(this, roster, () -> next));
    }
  }

  private void serve(Roster roster, ServerEntry entry, long now) {
    if (entry.tookBack(handedRound)) {
      if (now - heirSeenAt < 30) {
        // By its own clock too the successor must be gone for the time of the lease.
        return;
      }
      owned.addAll(kept);
    }
    kept.clear();
    handedRound = -1;
    workingRound = -1;
    if (entry.role() == Role.PRIMARY && owned.isEmpty() && roster.epoch() > 0) {
      owned.add(name + "#" + incarnation + "@" + roster.epoch());
    }
  }

  private void duplex(ServerEntry entry, long now) {
    if (workingRound != entry.round()) {
      workingRound = entry.round();
      state = State.COPYING;
      stepAt = now + 2 + random.nextInt(7);
    } else if (state == State.COPYING && now >= stepAt) {
      boolean fails = random.nextDouble() < cluster.faults().duplexingFails();
      state = fails ? State.FAILED : State.IN_SYNC;
    }
  }

  private void switchOver(Roster roster, ServerEntry entry, long now) {
    if (handedRound == entry.round()) {
      state = State.DONE;
      cluster.replaceAsMajority(
          this, roster, () -> Switching.done(roster, name, entry.round(), now * 1000));
      return;
    }
    if (state != State.SWITCHING) {
      state = State.SWITCHING;
      stepAt = now + 1 + random.nextInt(3);
    }
    SimulatedServer successor = cluster.server(String.valueOf(entry.successor()));
    boolean reached = successor.up && successor.incarnation > 0 && successor.group == group;
    if (now < stepAt) {
      return;
    }
    if (random.nextDouble() < cluster.faults().holdExpires() || (!reached && now > stepAt + 5)) {
      cluster.replaceAsMajority(
          this,
          roster,
          () -> Switching.reverted(roster, name, entry.round(), "hold expired", now * 1000));
    } else if (reached && successor.accepts(name, entry.round())) {
      kept.clear();
      kept.addAll(owned);
      successor.owned.addAll(owned);
      owned.clear();
      handedRound = entry.round();
      heir = successor.name;
      heirIncarnation = successor.incarnation;
      heirSeenAt = now;
      state = State.DONE;
      if (random.nextDouble() < cluster.faults().afterHandOver()) {
        cluster.strike(successor);
      }
    }
  }

  /** The other end's own view must say the same: an order of an old epoch is refused. */
  private boolean accepts(String source, long round) {
    Roster roster = cluster.roster(group);
    return cluster.majority(this)
        && isInService(roster)
        && roster
            .server(source)
            .filter(e -> e.round() == round && name.equals(e.successor()))
            .isPresent();
  }

  /** A server whose lease is out serves no more what its source might take back, until it knows. */
  private void lease(Roster roster, long now) {
    Set<String> alive = cluster.alive(group);
    if (!Lease.applies(roster, name) || Lease.renewed(roster, name, alive)) {
      renewedAt = now;
      // Another round of the same source, or another source, proves nothing.
      for (ServerEntry source : roster.servers()) {
        if (name.equals(source.successor())) {
          suspended.forEach((token, from) -> resume(token, from.equals(roundOf(source))));
        }
      }
      suspended.clear();
    } else if (!LEASE.holds((now - renewedAt) * 1000)) {
      for (ServerEntry source : roster.servers()) {
        if (source.mayTakeBack() && name.equals(source.successor())) {
          suspend(cluster.server(source.name()).kept, roundOf(source));
        }
      }
    }
  }

  private void lookForHeir(Roster roster, long now) {
    boolean sameLife =
        roster.server(heir).filter(e -> e.incarnation() == heirIncarnation).isPresent();
    if (sameLife && cluster.alive(group).contains(heir)) {
      heirSeenAt = now;
    }
  }

  private void suspend(Set<String> taken, String from) {
    for (String token : taken) {
      if (owned.remove(token)) {
        suspended.put(token, from);
      }
    }
  }

  private void resume(String token, boolean stillMine) {
    if (stillMine) {
      owned.add(token);
    }
  }

  private static String roundOf(ServerEntry source) {
    return source.name() + " " + source.round();
  }

  private boolean isInService(Roster roster) {
    return roster.server(name).filter(e -> e.stage().isServing()).isPresent();
  }

  private void restart(Roster roster, ServerEntry entry, long now) {
    if (!cluster.majority(this) || leavingSince >= 0) {
      return;
    }
    String successor = entry.successor();
    if (successor != null && entry.voter()) {
      SimulatedServer heir = cluster.server(successor);
      if (heir.up && heir.incarnation == heirIncarnation && heir.group == group) {
        cluster.replaceAsMajority(
            this, roster, () -> Switching.departed(roster, name, entry.round()));
      } else {
        cluster.replaceAsMajority(
            this,
            roster,
            () -> Switching.withdrawn(roster, name, entry.round(), "no answer", now * 1000));
      }
      return;
    }
    if (!owned.isEmpty() && !entry.reason().startsWith("emergency")) {
      throw new AssertionError(name + " would be restarted and still owns " + owned);
    }
    boolean lost = random.nextDouble() < cluster.faults().neverReturns();
    crash(now, lost ? 200 : 3 + random.nextInt(8));
    memberUntil = now;
    cluster.membersChanged();
    cluster.restarted();
  }

  Report report(long now, ServerEntry entry, boolean aging) {
    boolean old = aging && now >= unstableAt;
    Verdict verdict =
        !old ? Verdict.STABLE : now >= unstableAt + 200 ? Verdict.CRITICAL : Verdict.UNSTABLE;
    boolean ready = now >= readyAt;
    return new Report(
        new Report.Identity(name, incarnation, cluster.roster(group).epoch(), Protocol.OURS),
        new Report.Wishes(
            wantedRole, Report.Action.AUTOMATIC, leavingSince >= 0 ? Report.Order.LEAVE : order),
        new Report.Health(
            verdict,
            "age",
            old ? Math.max(0, unstableAt + 300 - now) : -1,
            now - bornAt,
            ready,
            ready),
        new Report.Restart("", "", old && now >= unstableAt + 200 && name.endsWith("7")),
        new Report.Capacity(true, "app", owned.size(), 100, 1000, 0.3, 10),
        new Report.Addresses("http://" + name, name + ":1", ""),
        duplexing(entry));
  }

  private Report.@Nullable Duplexing duplexing(ServerEntry entry) {
    boolean working = workingRound == entry.round() || handedRound == entry.round();
    return working
        ? new Report.Duplexing(entry.round(), state, 1, 1, 0, 1, state.toString())
        : null;
  }
}
