/**
 * Carries out the duplexing protocol of {@code coordinator.transfer} on real sessions and parts:
 * {@link dev.perennial.agent.duplex.SourceDuplexer} on the server that hands over, {@link
 * dev.perennial.agent.duplex.SuccessorDesk} on the one that takes over, and {@code Transfer} on
 * both: a ledger that decides, and what does as it says. {@link
 * dev.perennial.agent.duplex.SessionRouter} knows from both where a session is served.
 */
@NullMarked
package dev.perennial.agent.duplex;

import org.jspecify.annotations.NullMarked;
