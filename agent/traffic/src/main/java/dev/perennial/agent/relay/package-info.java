/**
 * Sends a request on to another server of the cluster and its answer back, over plain sockets.
 * Begin with {@link dev.perennial.agent.relay.Relay}.
 */
@NullMarked
package dev.perennial.agent.relay;

import org.jspecify.annotations.NullMarked;
