package dev.perennial.coordinator.simulation;

import dev.perennial.coordinator.roster.ClusterView;
import dev.perennial.coordinator.roster.Decision;
import dev.perennial.coordinator.roster.Majority;
import dev.perennial.coordinator.roster.Mode;
import dev.perennial.coordinator.roster.Plan;
import dev.perennial.coordinator.roster.PlanPolicy;
import dev.perennial.coordinator.roster.Report;
import dev.perennial.coordinator.roster.Role;
import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.roster.ServerEntry;
import dev.perennial.coordinator.roster.Stage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Servers, a network that splits in two, and one roster on each side of it. A tick is a second. On
 * healing, the roster of the highest epoch wins, as in the real store.
 */
final class SimulatedCluster {
  private final List<SimulatedServer> servers = new ArrayList<>();
  private final Map<String, SimulatedServer> byName = new HashMap<>();
  private final Map<Integer, Roster> rosters = new HashMap<>();
  private final Map<Integer, Boolean> majorities = new HashMap<>();
  private final Map<Integer, SortedSet<String>> members = new HashMap<>();
  private final Map<Integer, ClusterView> oldViews = new HashMap<>();
  private final Invariants invariants;
  private final PlanPolicy policy;
  private final Random random;
  private Faults faults;
  private long now;
  private long healAt = Long.MAX_VALUE;
  private int restarts;
  private boolean aging = true;

  SimulatedCluster(
      long seed,
      Mode mode,
      int size,
      int spares,
      PlanPolicy policy,
      Faults faults,
      Set<String> seen) {
    this.random = new Random(seed);
    this.policy = policy;
    this.faults = faults;
    this.invariants = new Invariants(policy, seen);
    rosters.put(0, Roster.empty(mode));
    for (int i = 0; i < size; i++) {
      Role role = i < spares ? Role.SPARE : Role.PRIMARY;
      String name = String.format("s%04d", i);
      SimulatedServer server = new SimulatedServer(this, name, role, new Random(random.nextLong()));
      servers.add(server);
      byName.put(name, server);
    }
  }

  void run(int ticks) {
    for (int i = 0; i < ticks; i++) {
      tick();
    }
  }

  /** Ends all faults and aging, so that what is under way must come to its end. */
  void calm() {
    faults = Faults.none();
    aging = false;
    heal();
  }

  Faults faults() {
    return faults;
  }

  Roster roster(int group) {
    return rosters.get(group);
  }

  List<SimulatedServer> servers() {
    return servers;
  }

  SimulatedServer server(String name) {
    return byName.get(name);
  }

  int restarts() {
    return restarts;
  }

  void restarted() {
    restarts++;
  }

  boolean majority(SimulatedServer server) {
    return majorities.computeIfAbsent(
        server.group, group -> Majority.holds(roster(group), alive(group)));
  }

  /** A dead process is a member until that is noticed; a joining one is not yet itself. */
  Set<String> othersAlive(SimulatedServer joining) {
    Set<String> others = new TreeSet<>(alive(joining.group));
    if (joining.memberUntil <= now) {
      others.remove(joining.name);
    }
    return others;
  }

  boolean replace(int group, long expectedEpoch, Roster next) {
    Roster present = roster(group);
    if (present.epoch() != expectedEpoch) {
      return false;
    }
    invariants.replaced(present, next);
    rosters.put(group, next);
    majorities.remove(group);
    // It is in place, but the answer may be lost on its way.
    return random.nextDouble() >= faults.unknownOutcome();
  }

  void replaceAsMajority(SimulatedServer server, Roster present, Supplier<Roster> next) {
    if (majority(server)) {
      replace(server.group, present.epoch(), next.get());
    }
  }

  /** Kills a server, or cuts it off. */
  void strike(SimulatedServer server) {
    if (random.nextBoolean()) {
      server.crash(now, 5 + random.nextInt(60));
    } else if (healAt == Long.MAX_VALUE) {
      split();
      server.group = 1;
      membersChanged();
    }
    majorities.clear();
  }

  private void tick() {
    now++;
    membersChanged();
    majorities.clear();
    partitions();
    for (SimulatedServer server : servers) {
      if (server.up && random.nextDouble() < faults.crash()) {
        server.crash(now, 5 + random.nextInt(60));
        majorities.clear();
      }
      server.tick(now);
      deliver(server);
    }
    for (int group : List.copyOf(rosters.keySet())) {
      operate(group);
      plan(group);
    }
    invariants.hold(this, now);
  }

  private void deliver(SimulatedServer server) {
    ServerEntry entry = roster(server.group).server(server.name).orElse(null);
    if (server.up
        && server.incarnation > 0
        && entry != null
        && random.nextDouble() >= faults.reportLost()) {
      server.delivered = server.report(now, entry, aging);
      server.deliveredAt = now;
    }
  }

  /** An operator looks now and then, and releases what waits for it. */
  private void operate(int group) {
    for (SimulatedServer server : servers) {
      ServerEntry entry = roster(group).server(server.name).orElse(null);
      if (server.group == group && entry != null) {
        boolean waits = entry.stage() == Stage.OUT || roster(group).halted();
        server.order = waits && now % 50 < 10 ? Report.Order.RELEASE : Report.Order.NONE;
      }
    }
  }

  private void plan(int group) {
    Set<String> alive = alive(group);
    if (alive.isEmpty()) {
      return;
    }
    ClusterView view = view(group, alive);
    if (random.nextDouble() < faults.staleLeader() && oldViews.containsKey(group)) {
      // Another one believes that it leads, and looks at what was.
      carryOut(group, oldViews.get(group));
    }
    carryOut(group, view);
    oldViews.put(group, view);
  }

  private void carryOut(int group, ClusterView view) {
    for (Decision decision : Plan.plan(view, policy)) {
      if (decision instanceof Decision.Change change) {
        invariants.planned(view, change.next());
        replace(group, view.roster().epoch(), change.next());
      }
    }
  }

  private ClusterView view(int group, Set<String> alive) {
    Map<String, Report> reports = new HashMap<>();
    Map<String, Long> ages = new HashMap<>();
    for (SimulatedServer server : servers) {
      if (server.group == group && server.delivered != null) {
        reports.put(server.name, server.delivered);
        ages.put(server.name, (now - server.deliveredAt) * 1000);
      }
    }
    return new ClusterView(roster(group), reports, ages, alive, now * 1000);
  }

  /** To be called wherever a server starts, ends or changes sides. */
  void membersChanged() {
    members.clear();
  }

  /** Kept until it changes: each of a thousand servers asks for it several times a tick. */
  SortedSet<String> alive(int group) {
    return members.computeIfAbsent(group, this::membersOf);
  }

  private SortedSet<String> membersOf(int group) {
    SortedSet<String> alive = new TreeSet<>();
    for (SimulatedServer server : servers) {
      // As in the real cluster, who has not joined the roster yet is a member all the same.
      boolean member = server.up || server.memberUntil > now;
      if (server.group == group && member) {
        alive.add(server.name);
      }
    }
    return Collections.unmodifiableSortedSet(alive);
  }

  private void partitions() {
    if (now >= healAt) {
      heal();
    } else if (healAt == Long.MAX_VALUE && random.nextDouble() < faults.partition()) {
      double share = random.nextDouble();
      servers.forEach(s -> s.group = random.nextDouble() < share ? 1 : 0);
      split();
    }
  }

  private void split() {
    membersChanged();
    rosters.put(1, roster(0));
    healAt = now + 10 + random.nextInt(100);
  }

  private void heal() {
    healAt = Long.MAX_VALUE;
    Roster other = rosters.remove(1);
    oldViews.clear();
    servers.forEach(s -> s.group = 0);
    membersChanged();
    if (other != null && other.epoch() > roster(0).epoch()) {
      rosters.put(0, other);
    }
  }
}
