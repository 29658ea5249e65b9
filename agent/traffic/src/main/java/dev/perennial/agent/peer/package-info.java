/**
 * The other servers as this one reaches them: where their agents are, who is to be asked, and how a
 * request is answered by one. Begin with {@link dev.perennial.agent.peer.PeerDirectory} and {@link
 * dev.perennial.agent.peer.LinkForwarder}.
 */
@NullMarked
package dev.perennial.agent.peer;

import org.jspecify.annotations.NullMarked;
