/**
 * Requests and their answers as they travel between two agents: many at once over one connection,
 * each with a flow of its own in both directions. Begin with {@link
 * dev.perennial.agent.stream.StreamPool} for the side whose client asks, {@link
 * dev.perennial.agent.stream.StreamDesk} for the side that serves, {@link
 * dev.perennial.agent.stream.FrameType} for what is on the wire.
 */
@NullMarked
package dev.perennial.agent.stream;

import org.jspecify.annotations.NullMarked;
