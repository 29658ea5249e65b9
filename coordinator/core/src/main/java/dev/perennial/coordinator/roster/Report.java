package dev.perennial.coordinator.roster;

import dev.perennial.coordinator.aging.Judgement;
import dev.perennial.coordinator.aging.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a server says of itself, about once a second.
 *
 * @param identity who speaks
 * @param wishes what it is to be and what may be done to it
 * @param health how it is
 * @param restart what speaks against its restart, and what for it
 * @param capacity what it has to hand over, and what it could take
 * @param addresses where it is reached
 * @param duplexing how far it has come as a source; null while it duplexes nothing
 */
public record Report(
    Identity identity,
    Wishes wishes,
    Health health,
    Restart restart,
    Capacity capacity,
    Addresses addresses,
    @Nullable Duplexing duplexing) {

  /** Returns the name of the server that speaks. */
  public String name() {
    return identity.name();
  }

  /** Returns the number of the life that speaks. */
  public long incarnation() {
    return identity.incarnation();
  }

  /**
   * Who speaks.
   *
   * @param name the server's
   * @param incarnation of the life that speaks
   * @param epochSeen the newest roster epoch it knows
   * @param protocol of its agent
   */
  public record Identity(String name, long incarnation, long epochSeen, Protocol protocol) {}

  /**
   * What a server is to be and what may be done to it.
   *
   * @param wantedRole the role it is configured for
   * @param action what may be done to it without asking
   * @param order what an operator asked of it
   */
  public record Wishes(Role wantedRole, Action action, Order order) {}

  /**
   * How a server is.
   *
   * @param verdict of its judgement
   * @param reason of the verdict
   * @param secondsToExhaustion forecast, negative if none
   * @param uptimeSeconds of this life
   * @param healthy whether its application answers
   * @param warm whether it is warmed up
   */
  public record Health(
      Verdict verdict,
      String reason,
      double secondsToExhaustion,
      double uptimeSeconds,
      boolean healthy,
      boolean warm) {

    /** Returns the health of a server that was judged. */
    public static Health of(
        Judgement judgement, double uptimeSeconds, boolean healthy, boolean warm) {
      Double left = judgement.secondsToExhaustion();
      return new Health(
          judgement.verdict(),
          judgement.reason(),
          left == null ? -1 : left,
          uptimeSeconds,
          healthy,
          warm);
    }
  }

  /**
   * What speaks against a server's restart, and what for it.
   *
   * @param obstacle why it cannot be restarted now, or not again without an order, in words; empty
   *     if nothing forbids it
   * @param waits what it would rather wait for before it is rejuvenated without an order, in words;
   *     empty for nothing
   * @param emergency whether it has been critical for longer than duplexing should take, and is
   *     configured to be restarted without it where it cannot be had: its sessions are lost then
   */
  public record Restart(String obstacle, String waits, boolean emergency) {}

  /**
   * What a server has to hand over, and what it could take.
   *
   * @param gate whether its container is recognised, so that a switch-over is possible
   * @param fingerprint of its applications
   * @param sessions number of live sessions
   * @param stateBytes size of all that would move, as last measured
   * @param headroomBytes heap that it could still take
   * @param load part of its capacity in use, 0 to 1 and above
   * @param requestsPerSecond lately
   */
  public record Capacity(
      boolean gate,
      String fingerprint,
      long sessions,
      long stateBytes,
      long headroomBytes,
      double load,
      double requestsPerSecond) {}

  /**
   * Where a server is reached.
   *
   * @param appUrl how peers reach its application ("http://127.0.0.1:8080"), empty if not known
   * @param stateAddress where it takes state ("host:port"), empty if not known
   * @param httpUrl of its agent's endpoint, empty if none
   * @param serviceUrls of each further service of its container the name, a blank, and how peers
   *     reach its applications; none almost always
   */
  public record Addresses(
      String appUrl, String stateAddress, String httpUrl, List<String> serviceUrls) {
    public Addresses {
      serviceUrls = List.copyOf(serviceUrls);
    }

    /** Of a server whose container has one service. */
    public Addresses(String appUrl, String stateAddress, String httpUrl) {
      this(appUrl, stateAddress, httpUrl, List.of());
    }
  }

  /** What may be done without an operator. */
  public enum Action {
    /** Judge and report only. */
    OBSERVE,
    /** Prepare, and wait for approval. */
    SUPERVISED,
    /** Act. */
    AUTOMATIC
  }

  /** What an operator asked for. */
  public enum Order {
    NONE,
    /** Rejuvenate now, whatever the verdict. */
    REJUVENATE,
    /** A supervised server may be rejuvenated. */
    APPROVE,
    /** Leave this server as it is. */
    HOLD,
    /**
     * Automatic action may go on after a halt, and this server may return if it is out. To be
     * withdrawn by the server as soon as the roster shows neither.
     */
    RELEASE,
    /**
     * This process is about to stop: hand over what it owns and let it leave. Asked by the server
     * itself when it is told to end; there is no way back.
     */
    LEAVE
  }

  /**
   * How far a source has come.
   *
   * @param round of the server's entry that this is about
   * @param state what it is doing
   * @param pass the number of the pre-copy round
   * @param sessionsSent so far, all passes
   * @param sessionsDirty changed since they were last acknowledged
   * @param bytesSent so far
   * @param detail in words: progress, or why it failed
   * @param left what the hand-over has left behind (loss L5), in words; empty for nothing, and
   *     until it is over
   */
  public record Duplexing(
      long round,
      State state,
      int pass,
      long sessionsSent,
      long sessionsDirty,
      long bytesSent,
      String detail,
      String left) {
    /** Of one that has left nothing behind. */
    public Duplexing(
        long round,
        State state,
        int pass,
        long sessionsSent,
        long sessionsDirty,
        long bytesSent,
        String detail) {
      this(round, state, pass, sessionsSent, sessionsDirty, bytesSent, detail, "");
    }

    /** What a source is doing. */
    public enum State {
      OFFERING,
      COPYING,
      IN_SYNC,
      SWITCHING,
      /** Every session and part has its acknowledgement and nothing is in flight. */
      DONE,
      /** It gave up; the roster is to go back. */
      FAILED
    }
  }
}
