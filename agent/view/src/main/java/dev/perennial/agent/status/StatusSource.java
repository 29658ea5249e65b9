package dev.perennial.agent.status;

import java.util.List;
import java.util.Optional;

/**
 * Where all that is shown comes from. Every method returns the last known snapshot at once, without
 * waiting for the cluster, and throws nothing. Thread-safe.
 */
public interface StatusSource {
  /** Returns what is known of this server. */
  ServerStatus server();

  /** Returns what is known of the cluster; empty before the first roster. */
  Optional<ClusterStatus> cluster();

  /** Returns the past rejuvenations of this server, the latest last. */
  List<PastRejuvenation> history();

  /** Returns how long requests waited at the gate in the switch-overs of this life. */
  HeldRequests held();

  /** Returns what a duplexing would move and what it would not; names are unique. */
  List<StateItem> state();

  /** Returns what the gentle steps have done in this life. */
  default GentleFigures gentle() {
    return GentleFigures.NONE;
  }
}
