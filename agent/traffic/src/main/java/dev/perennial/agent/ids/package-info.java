/**
 * What servers tell each other of the sessions that they have, without naming one: {@link
 * dev.perennial.agent.ids.OwnIds} is what this server says, {@link dev.perennial.agent.ids.PeerIds}
 * what another one has said, and what that is worth while it is silent.
 */
@NullMarked
package dev.perennial.agent.ids;

import org.jspecify.annotations.NullMarked;
