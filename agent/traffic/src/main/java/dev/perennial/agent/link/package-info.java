/**
 * Authenticated, encrypted connections between agents, for state and questions. Begin with {@link
 * dev.perennial.agent.link.LinkServer} for the side that answers, {@link
 * dev.perennial.agent.link.LinkPool} for the side that asks, {@link
 * dev.perennial.agent.link.Greeting} for how they come to trust each other.
 */
@NullMarked
package dev.perennial.agent.link;

import org.jspecify.annotations.NullMarked;
