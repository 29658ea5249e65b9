/**
 * The coordinator as a process of its own, without an application: it has a vote, keeps a copy of
 * the roster, and leads if it is the oldest member. Begin with {@link
 * dev.perennial.coordinator.standalone.Standalone}.
 */
@NullMarked
package dev.perennial.coordinator.standalone;

import org.jspecify.annotations.NullMarked;
