package dev.perennial.agent.server;

import dev.perennial.agent.log.Log;
import dev.perennial.coordinator.aging.Judgement;
import dev.perennial.coordinator.aging.Verdict;
import dev.perennial.coordinator.roster.ClusterView;
import dev.perennial.coordinator.roster.Mode;
import dev.perennial.coordinator.roster.Protocol;
import dev.perennial.coordinator.roster.Report;
import dev.perennial.coordinator.roster.Role;
import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.roster.ServerEntry;
import dev.perennial.coordinator.roster.Stage;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Server a, which has joined a cluster, and b, its spare. */
final class Scene {
  static final Judgement STABLE = new Judgement(Verdict.STABLE, "young", null, List.of());
  static final InstantSource CLOCK = () -> Instant.ofEpochSecond(1_000);

  final FakeStore store = new FakeStore(roster(a(Stage.IN_SERVICE, null), b()));
  final RosterView view = new RosterView("a");
  final List<String> calls = new ArrayList<>();
  final ByteArrayOutputStream said = new ByteArrayOutputStream();
  final Log log = Log.toStream(CLOCK, new PrintStream(said, true, StandardCharsets.UTF_8));
  final ClusterMember member = new ClusterMember(Runnable::run, log);
  boolean lost;

  Scene() {
    store.alive = Set.of("a", "b");
    store.reports.put("a", report("a"));
    store.reports.put("b", report("b"));
  }

  Scene joined() {
    member.joined(
        new ClusterMember.Membered(
            store,
            () -> Optional.of(clusterView()),
            () -> lost,
            () -> calls.add("turn"),
            () -> calls.add("left")));
    return this;
  }

  void stage(Stage stage, @Nullable String successor) {
    store.roster = roster(a(stage, successor), b());
    view.seen(store.roster.require("a"), store.roster);
  }

  ClusterView clusterView() {
    return new ClusterView(
        store.roster, store.reports, Map.of("a", 0L, "b", 0L), store.alive, CLOCK.millis());
  }

  String said() {
    return said.toString(StandardCharsets.UTF_8);
  }

  static ServerEntry a(Stage stage, @Nullable String successor) {
    return new ServerEntry("a", 3, Role.PRIMARY, stage, successor, 7, 0, "test", 1, true);
  }

  static ServerEntry b() {
    return b(Role.SPARE);
  }

  static ServerEntry b(Role role) {
    return new ServerEntry("b", 5, role, Stage.IN_SERVICE, null, 0, 0, "test", 1, true);
  }

  static Roster roster(ServerEntry... servers) {
    return new Roster(9, Mode.ACTIVE_STANDBY, List.of(servers), Set.of(), List.of(), "");
  }

  /** Returns what a server with so many sessions says of itself; all is well. */
  static ServerFacts facts(long sessions) {
    Report said = report("a");
    return new ServerFacts(
        said.wishes(),
        said.health(),
        said.restart(),
        new Report.Capacity(true, "shop 1", sessions, 1_000, 1_000_000, 0.1, 10),
        said.addresses());
  }

  static Report report(String name) {
    return new Report(
        new Report.Identity(name, name.equals("b") ? 5 : 3, 9, Protocol.OURS),
        new Report.Wishes(Role.PRIMARY, Report.Action.AUTOMATIC, Report.Order.NONE),
        new Report.Health(Verdict.STABLE, "young", -1, 1_000, true, true),
        new Report.Restart("", "", false),
        new Report.Capacity(true, "shop 1", 5, 1_000, 1_000_000, 0.1, 10),
        new Report.Addresses("http://" + name + ":8080", name + ":5702", ""),
        null);
  }
}
