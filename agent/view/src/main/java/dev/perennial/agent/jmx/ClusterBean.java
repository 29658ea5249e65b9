package dev.perennial.agent.jmx;

import dev.perennial.agent.status.ClusterStatus;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.management.openmbean.TabularData;
import org.jspecify.annotations.Nullable;

/** The cluster's figures. */
final class ClusterBean implements ClusterMBean {
  private static final Table<RosterRow> ROSTER =
      new Table<>(RosterRow.class, "Every server of the cluster", "name");

  private final Supplier<Optional<ClusterStatus>> status;

  ClusterBean(Supplier<Optional<ClusterStatus>> status) {
    this.status = status;
  }

  @Override
  public TabularData getRoster() {
    return ROSTER.of(status.get().map(RosterRow::of).orElse(List.of()));
  }

  @Override
  public @Nullable String getLeader() {
    return status.get().map(ClusterStatus::leader).orElse(null);
  }

  @Override
  public @Nullable String getMode() {
    return status.get().map(s -> s.view().roster().mode().name()).orElse(null);
  }

  @Override
  public long getEpoch() {
    return status.get().map(s -> s.view().roster().epoch()).orElse(0L);
  }

  @Override
  public String[] getAvailable() {
    return names(s -> s.view().available());
  }

  @Override
  public String[] getSpares() {
    return names(ClusterStatus::spares);
  }

  @Override
  public String[] getAlive() {
    return names(s -> s.view().alive().stream().sorted().toList());
  }

  private String[] names(Function<ClusterStatus, List<String>> of) {
    return status.get().map(of).orElse(List.of()).toArray(String[]::new);
  }
}
