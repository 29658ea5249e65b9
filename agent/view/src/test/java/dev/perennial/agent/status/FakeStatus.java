package dev.perennial.agent.status;

import dev.perennial.coordinator.aging.Judgement;
import dev.perennial.coordinator.aging.Reading;
import dev.perennial.coordinator.aging.Verdict;
import dev.perennial.coordinator.roster.ClusterView;
import dev.perennial.coordinator.roster.Mode;
import dev.perennial.coordinator.roster.Protocol;
import dev.perennial.coordinator.roster.Report;
import dev.perennial.coordinator.roster.Role;
import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.roster.ServerEntry;
import dev.perennial.coordinator.roster.Stage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A server "a" with successor "b", whose figures a test sets. */
public final class FakeStatus implements StatusSource {
  public Verdict verdict = Verdict.STABLE;
  public Stage stage = Stage.IN_SERVICE;
  public boolean ready = true;
  public @Nullable String successor;
  public HeldRequests held =
      new HeldRequests(
          List.of(10L, 250L), List.of(3L, 2L, 1L), 0.75, new HeldRequests.Summary(6, 10, 300, 300));

  public Report.@Nullable Duplexing duplexing;
  public boolean inCluster = true;
  public List<StateItem> state =
      List.of(
          new StateItem("localhost/shop", "sessions", false, 12, 3456, "attribute x: no way"),
          new StateItem("order book, \"new\"", "part", true, 1, -1, ""));
  public Reading heap = new Reading("heap.live", 400, 512, "bytes");
  public boolean withHeap = true;

  @Override
  public ServerStatus server() {
    return new ServerStatus(
        "a",
        Role.PRIMARY,
        stage,
        "because of the stage",
        successor,
        3,
        Mode.ACTIVE_STANDBY,
        Report.Action.OBSERVE,
        Report.Order.NONE,
        judgement(),
        ready,
        ready ? "in service" : "hands over to b",
        12.5,
        34,
        5678,
        2,
        1,
        duplexing);
  }

  private Judgement judgement() {
    Judgement.Finding uptime =
        new Judgement.Finding(
            new Reading("uptime", 12.5, 0, "seconds"),
            Verdict.STABLE,
            "young",
            null,
            null,
            null,
            null);
    Judgement.Finding live =
        new Judgement.Finding(
            heap, verdict, "heap live set is what it is", 31.0, 3600.0, 3000.0, 4500.0, 1228.0);
    return new Judgement(
        verdict,
        "heap live set is what it is",
        verdict == Verdict.STABLE ? null : 3600.0,
        withHeap ? List.of(uptime, live) : List.of(uptime));
  }

  @Override
  public Optional<ClusterStatus> cluster() {
    if (!inCluster) {
      return Optional.empty();
    }
    Roster roster =
        new Roster(
            7,
            Mode.ACTIVE_STANDBY,
            List.of(
                new ServerEntry("a", 3, Role.PRIMARY, stage, successor, 2, 0, "\"why\"", 1, true),
                new ServerEntry(
                    "b", 1, Role.SPARE, Stage.IN_SERVICE, null, 0, 0, "a spare", 1, true)),
            Set.of(),
            List.of(),
            "");
    return Optional.of(
        new ClusterStatus(
            new ClusterView(roster, Map.of("a", report()), Map.of("a", 150L), Set.of("a", "b"), 99),
            "b"));
  }

  private Report report() {
    return new Report(
        new Report.Identity("a", 3, 7, Protocol.OURS),
        new Report.Wishes(Role.PRIMARY, Report.Action.OBSERVE, Report.Order.NONE),
        new Report.Health(verdict, "fine", -1, 12.5, true, true),
        new Report.Restart("", "", false),
        new Report.Capacity(true, "f", 34, 100, 200, Double.NaN, 9.5),
        new Report.Addresses("http://127.0.0.1:8080", "", ""),
        duplexing);
  }

  @Override
  public HeldRequests held() {
    return held;
  }

  @Override
  public List<PastRejuvenation> history() {
    return List.of(past(1), past(2));
  }

  private static PastRejuvenation past(long round) {
    return new PastRejuvenation(
        round,
        Instant.EPOCH,
        Instant.EPOCH.plusSeconds(20),
        "rejuvenated",
        "aged",
        round == 1 ? null : "b",
        new PastRejuvenation.Moving(
            10,
            20_000,
            12,
            2,
            List.of("one session", "another"),
            new HeldRequests.Summary(100, 10, 250, 300)),
        3,
        4_000,
        500,
        50,
        900,
        90,
        77,
        77,
        null);
  }

  @Override
  public List<StateItem> state() {
    return state;
  }

  @Override
  public GentleFigures gentle() {
    return new GentleFigures(3, 1_000, 2_000);
  }
}
