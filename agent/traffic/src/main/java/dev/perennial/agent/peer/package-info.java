/**
 * The other servers as this one reaches them: where their applications and agents are, who is to be
 * asked, and how a request is relayed to one. Begin with {@link
 * dev.perennial.agent.peer.PeerDirectory}.
 */
@NullMarked
package dev.perennial.agent.peer;

import org.jspecify.annotations.NullMarked;
