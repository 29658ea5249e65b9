package dev.perennial.agent.boot;

import dev.perennial.agent.alert.Alert;
import dev.perennial.agent.sensor.MaxHeap;
import dev.perennial.agent.server.CertificateWatch;
import dev.perennial.agent.server.ClusterMember;
import dev.perennial.agent.server.PeerWatch;
import dev.perennial.agent.server.RefusedProofs;
import dev.perennial.agent.server.RosterView;
import dev.perennial.agent.settings.Key;
import dev.perennial.coordinator.handshake.ProofKeys;
import dev.perennial.coordinator.hazelcast.ClusterSettings;
import dev.perennial.coordinator.roster.Lease;
import dev.perennial.coordinator.roster.PlanPolicy;
import dev.perennial.coordinator.secret.MemberCertificates;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What this server knows of its cluster, from the start on.
 *
 * @param settings empty where it goes on alone
 * @param whyAlone in words, where it goes on alone
 * @param roster as last seen
 * @param watch what follows for the others from what was seen
 * @param member what was joined
 * @param proofs of others that were refused
 */
record ClusterParts(
    Optional<ClusterSettings> settings,
    String whyAlone,
    PlanPolicy policy,
    RosterView roster,
    PeerWatch watch,
    ClusterMember member,
    RefusedProofs proofs) {
  /** For the time until a loss is noticed on either side, and clocks. */
  private static final long LEASE_MARGIN_MILLIS = 10_000;

  /**
   * @param alerts take what holds about refused proofs, or an empty list
   */
  static ClusterParts of(Start start, Workers workers, Consumer<List<Alert>> alerts) {
    PlanPolicy policy = SettingsMapping.plan(start.settings());
    String small = smallHeap(MaxHeap.bytes(), start.settings().number(Key.CLUSTER_LEAST_HEAP));
    if (!small.isEmpty()) {
      start.log().warn(small + ": this server is judged and guarded, and is in no cluster");
    }
    Optional<ClusterSettings> settings = small.isEmpty() ? settings(start) : Optional.empty();
    if (start.note().isPresent()) {
      // A restarted server relays from its first request on; another one needs no key to begin.
      settings.ifPresent(known -> makeKey(known, workers));
    }
    return new ClusterParts(
        settings,
        "no cluster, serves alone" + (small.isEmpty() ? "" : ": " + small),
        policy,
        new RosterView(start.name()),
        new PeerWatch(
            start.name(), new Lease(policy.leaseMillis(), LEASE_MARGIN_MILLIS), System::nanoTime),
        new ClusterMember(workers.loop(), start.log()),
        new RefusedProofs(
            start.name(), start.settings().text(Key.CLUSTER_NAME), alerts, InstantSource.system()));
  }

  private static void makeKey(ClusterSettings settings, Workers workers) {
    workers.later(
        workers.timer(),
        Duration.ZERO,
        () -> workers.work().execute(() -> settings.secret().keys("link")));
  }

  /** Returns that a heap is too small for a member of a cluster; empty if it is not. */
  static String smallHeap(long maxBytes, int leastMegabytes) {
    return maxBytes >= (long) leastMegabytes << 20
        ? ""
        : "its heap of %d MB is smaller than %s=%d"
            .formatted(maxBytes >> 20, Key.CLUSTER_LEAST_HEAP.key(), leastMegabytes);
  }

  private static Optional<ClusterSettings> settings(Start start) {
    try {
      ClusterSettings settings = SettingsMapping.cluster(start.settings(), start.name(), false);
      String previous = settings.secret().previousSource();
      if (!previous.isEmpty()) {
        start.log().info("servers that have the secret from " + previous + " are let in, too");
      }
      return Optional.of(settings);
    } catch (RuntimeException e) {
      start.log().error("cluster", e.getMessage() + "; this server goes on alone", null);
      return Optional.empty();
    }
  }

  /**
   * Returns what looks after this server's certificate; it does nothing where there is none.
   *
   * @param alerts take what holds about it, or an empty list
   */
  Runnable certificateWatch(Start start, Consumer<List<Alert>> alerts) {
    return settings.map(known -> known.secret().certificates()).stream()
        .filter(MemberCertificates.class::isInstance)
        .map(MemberCertificates.class::cast)
        .map(
            own ->
                new CertificateWatch(
                    start.name(),
                    start.settings().text(Key.CLUSTER_NAME),
                    new CertificateWatch.Source(own::words, own::concern, own::tolerated),
                    start.log()::info,
                    start.log()::warn,
                    alerts,
                    InstantSource.system()))
        .<Runnable>map(watch -> watch::look)
        .findFirst()
        .orElse(() -> {});
  }

  /** Returns what makes the keys for one purpose that all members have; it takes its time. */
  Optional<Supplier<ProofKeys>> keys(String purpose) {
    return settings.map(known -> () -> known.secret().keys(purpose));
  }
}
