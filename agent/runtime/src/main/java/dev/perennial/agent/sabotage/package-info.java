/**
 * Faults that are planted on purpose, to show that the demo and the whole-system tests find them:
 * each decorates one interface, so nothing else of the agent knows of it. Begin with {@link
 * dev.perennial.agent.sabotage.Sabotage}.
 */
@NullMarked
package dev.perennial.agent.sabotage;

import org.jspecify.annotations.NullMarked;
