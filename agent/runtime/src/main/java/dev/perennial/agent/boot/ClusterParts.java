package dev.perennial.agent.boot;

import dev.perennial.agent.server.ClusterMember;
import dev.perennial.agent.server.PeerWatch;
import dev.perennial.agent.server.RosterView;
import dev.perennial.coordinator.hazelcast.ClusterSettings;
import dev.perennial.coordinator.roster.Lease;
import dev.perennial.coordinator.roster.PlanPolicy;
import java.util.Optional;

/**
 * What this server knows of its cluster, from the start on.
 *
 * @param settings empty where it goes on alone
 * @param roster as last seen
 * @param watch what follows for the others from what was seen
 * @param member what was joined
 */
record ClusterParts(
    Optional<ClusterSettings> settings,
    PlanPolicy policy,
    RosterView roster,
    PeerWatch watch,
    ClusterMember member) {
  /** For the time until a loss is noticed on either side, and clocks. */
  private static final long LEASE_MARGIN_MILLIS = 10_000;

  static ClusterParts of(Start start, Workers workers) {
    PlanPolicy policy = SettingsMapping.plan(start.settings());
    return new ClusterParts(
        settings(start),
        policy,
        new RosterView(start.name()),
        new PeerWatch(
            start.name(), new Lease(policy.leaseMillis(), LEASE_MARGIN_MILLIS), System::nanoTime),
        new ClusterMember(workers.loop(), start.log()));
  }

  private static Optional<ClusterSettings> settings(Start start) {
    try {
      return Optional.of(SettingsMapping.cluster(start.settings(), start.name(), false));
    } catch (RuntimeException e) {
      start.log().error("cluster", e.getMessage() + "; this server goes on alone", null);
      return Optional.empty();
    }
  }

  /** Returns the key for one purpose that all members have. */
  Optional<byte[]> key(String purpose) {
    return settings.map(known -> known.secret().derive(purpose));
  }
}
