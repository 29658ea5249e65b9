package dev.perennial.coordinator.transfer;

import java.util.EnumSet;
import java.util.Set;

/**
 * What may happen in one exploration: how much is there to move, and how often each thing may go
 * wrong or come from outside.
 */
record Scenario(
    int sessions,
    int parts,
    int writes,
    int ends,
    int losses,
    int duplicates,
    int timeouts,
    int failures,
    int crashes,
    int cuts,
    int aborts,
    boolean secondRound,
    Set<Broken> broken) {

  /** A rule of the protocol that is broken on purpose, to see that the check would find it. */
  enum Broken {
    /** The successor takes whatever it has staged. */
    ANY_VERSION_IS_TAKEN,
    /** The old server restarts before everything is acknowledged. */
    RESTART_BEFORE_LAST_ACK,
    /** A refusal is no promise. */
    REFUSAL_IS_FORGOTTEN,
    /** Without an answer the old server takes the item for its own again. */
    TIMEOUT_IS_A_REFUSAL,
    /** The successor is out before its lease is. */
    NO_LEASE,
    /** Sessions leave before the parts. */
    SESSIONS_FIRST,
    /** A round that was given up may be offered again. */
    ROUND_IS_FORGOTTEN,
    /** After an acknowledgement of an older version the present one counts as staged. */
    ANY_ACK_COUNTS
  }

  static Scenario of(int sessions, int parts) {
    return new Scenario(
        sessions, parts, 0, 0, 0, 0, 0, 0, 0, 0, 0, false, EnumSet.noneOf(Broken.class));
  }

  Scenario writes(int n) {
    return new Scenario(
        sessions,
        parts,
        n,
        ends,
        losses,
        duplicates,
        timeouts,
        failures,
        crashes,
        cuts,
        aborts,
        secondRound,
        broken);
  }

  Scenario ends(int n) {
    return new Scenario(
        sessions,
        parts,
        writes,
        n,
        losses,
        duplicates,
        timeouts,
        failures,
        crashes,
        cuts,
        aborts,
        secondRound,
        broken);
  }

  /** Messages that are lost, and those that come twice. */
  Scenario network(int lost, int doubled) {
    return new Scenario(
        sessions,
        parts,
        writes,
        ends,
        lost,
        doubled,
        timeouts,
        failures,
        crashes,
        cuts,
        aborts,
        secondRound,
        broken);
  }

  /** Questions repeated although the answer is on its way. */
  Scenario timeouts(int n) {
    return new Scenario(
        sessions,
        parts,
        writes,
        ends,
        losses,
        duplicates,
        n,
        failures,
        crashes,
        cuts,
        aborts,
        secondRound,
        broken);
  }

  /** Publications that fail. */
  Scenario failures(int n) {
    return new Scenario(
        sessions,
        parts,
        writes,
        ends,
        losses,
        duplicates,
        timeouts,
        n,
        crashes,
        cuts,
        aborts,
        secondRound,
        broken);
  }

  /** Servers that die, and servers that are cut off from the others for a while or for good. */
  Scenario servers(int dead, int cut) {
    return new Scenario(
        sessions,
        parts,
        writes,
        ends,
        losses,
        duplicates,
        timeouts,
        failures,
        dead,
        cut,
        aborts,
        secondRound,
        broken);
  }

  Scenario aborts(int n) {
    return new Scenario(
        sessions,
        parts,
        writes,
        ends,
        losses,
        duplicates,
        timeouts,
        failures,
        crashes,
        cuts,
        n,
        secondRound,
        broken);
  }

  /** After an abort, another round with a third server. */
  Scenario thirdServer() {
    return new Scenario(
        sessions,
        parts,
        writes,
        ends,
        losses,
        duplicates,
        timeouts,
        failures,
        crashes,
        cuts,
        aborts,
        true,
        broken);
  }

  Scenario broken(Broken rule) {
    return new Scenario(
        sessions,
        parts,
        writes,
        ends,
        losses,
        duplicates,
        timeouts,
        failures,
        crashes,
        cuts,
        aborts,
        secondRound,
        EnumSet.of(rule));
  }
}
