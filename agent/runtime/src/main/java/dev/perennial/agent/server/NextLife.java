package dev.perennial.agent.server;

import dev.perennial.agent.peer.RelayTokens;
import dev.perennial.agent.restart.HandoverNote;
import dev.perennial.coordinator.roster.Report;
import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.roster.RosterStore;
import dev.perennial.coordinator.roster.ServerEntry;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** What this life leaves of its place in the cluster to the next one. Thread-safe. */
public final class NextLife {
  private final ClusterMember member;
  private final LastLook lastLook;
  private final RelayTokens tokens;
  private final InstantSource clock;

  /**
   * @param member knows where the successor answers
   * @param lastLook at the successor, before this life ends
   * @param tokens by which the successor knows what is relayed to it
   */
  public NextLife(
      ClusterMember member, LastLook lastLook, RelayTokens tokens, InstantSource clock) {
    this.member = member;
    this.lastLook = lastLook;
    this.tokens = tokens;
    this.clock = clock;
  }

  /** Returns the note for it; a successor that says nothing of itself is not named. */
  public HandoverNote note(ServerEntry self, Roster roster) {
    String successor = self.successor() == null ? "" : self.successor();
    Report report = member.store().map(RosterStore::reports).orElse(Map.of()).get(successor);
    return new HandoverNote(
        report == null ? "" : successor,
        report == null ? "" : report.addresses().appUrl(),
        report == null ? "" : report.addresses().stateAddress(),
        report == null ? List.of() : report.addresses().serviceUrls(),
        report == null ? "" : tokens.token(successor, report.incarnation()),
        roster.epoch(),
        self.incarnation(),
        self.round(),
        clock.millis());
  }

  /** Returns the last look at the successor, before this life ends. */
  public LastLook lastLook() {
    return lastLook;
  }

  /** Leaves the cluster in order, bounded: the next life joins it anew. */
  public void leaveCluster() {
    member.leave();
  }
}
