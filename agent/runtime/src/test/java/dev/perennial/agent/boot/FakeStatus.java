package dev.perennial.agent.boot;

import dev.perennial.agent.status.ClusterStatus;
import dev.perennial.agent.status.HeldRequests;
import dev.perennial.agent.status.PastRejuvenation;
import dev.perennial.agent.status.ServerStatus;
import dev.perennial.agent.status.StateItem;
import dev.perennial.agent.status.StatusSource;
import dev.perennial.coordinator.aging.Judgement;
import dev.perennial.coordinator.aging.Verdict;
import dev.perennial.coordinator.roster.Mode;
import dev.perennial.coordinator.roster.Report;
import dev.perennial.coordinator.roster.Role;
import dev.perennial.coordinator.roster.Stage;
import java.util.List;
import java.util.Optional;

/** A young server that is ready, or is not, or cannot tell. */
final class FakeStatus implements StatusSource {
  volatile boolean fails;
  volatile boolean ready = true;

  @Override
  public ServerStatus server() {
    if (fails) {
      throw new IllegalStateException("planted");
    }
    return new ServerStatus(
        "a",
        Role.PRIMARY,
        Stage.IN_SERVICE,
        "test",
        null,
        3,
        Mode.ACTIVE_STANDBY,
        Report.Action.OBSERVE,
        Report.Order.NONE,
        new Judgement(Verdict.STABLE, "young", null, List.of()),
        ready,
        ready ? "in service" : "not in service",
        12.5,
        34,
        5_678,
        2,
        1,
        null);
  }

  @Override
  public Optional<ClusterStatus> cluster() {
    return Optional.empty();
  }

  @Override
  public HeldRequests held() {
    return HeldRequests.NONE;
  }

  @Override
  public List<PastRejuvenation> history() {
    return List.of();
  }

  @Override
  public List<StateItem> state() {
    return List.of();
  }
}
