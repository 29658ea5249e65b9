/**
 * When to act on a verdict, and when to leave it to a person: maintenance windows, the load's own
 * pattern, and whether restarts help. Pure; imports no library. Begin with {@link
 * dev.perennial.coordinator.policy.WhenToAct}.
 */
@NullMarked
package dev.perennial.coordinator.policy;

import org.jspecify.annotations.NullMarked;
