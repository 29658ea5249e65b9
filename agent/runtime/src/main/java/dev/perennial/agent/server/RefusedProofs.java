package dev.perennial.agent.server;

import dev.perennial.agent.alert.Alert;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells people who are not looking that somebody does not hold the cluster's secret, or holds
 * another: a server that was set up wrong, or one who tries. Once while it goes on, and once when
 * there has been none for ten minutes. Each is in the log, which is limited. Thread-safe.
 */
public final class RefusedProofs {
  private static final String KIND = "PROOF_REFUSED";
  private static final Duration QUIET = Duration.ofMinutes(10);

  private final String server;
  private final String cluster;
  private final Consumer<List<Alert>> channels;
  private final InstantSource clock;

  /** What is held; guarded by "this", as the two below. */
  private @Nullable Alert held;

  private Instant last = Instant.MIN;

  /**
   * @param server this server's name
   * @param cluster its name
   * @param channels take what holds now, or an empty list
   */
  public RefusedProofs(
      String server, String cluster, Consumer<List<Alert>> channels, InstantSource clock) {
    this.server = server;
    this.cluster = cluster;
    this.channels = channels;
    this.clock = clock;
  }

  /**
   * A proof was refused, by this server or by the other end.
   *
   * @param what with whom and why, in words
   */
  public synchronized void refused(String what) {
    last = clock.instant();
    if (held == null) {
      String text =
          server
              + " has no trust with a server that wants to belong to '"
              + cluster
              + "', or to which it wants to belong: "
              + what
              + "; more of them are in its log";
      held = new Alert(last, cluster, server, KIND, Alert.State.HOLDS, text);
      channels.accept(List.of(held));
    }
  }

  /** Says again what holds; takes it back when it is over. To be called about once a second. */
  public synchronized void look() {
    Alert now = held;
    if (now == null) {
      return;
    }
    if (Duration.between(last, clock.instant()).compareTo(QUIET) >= 0) {
      held = null;
      channels.accept(List.of());
    } else {
      channels.accept(List.of(now));
    }
  }
}
