/**
 * Who may keep a connection open before it has shown who it is, at each port of ours. Pure; imports
 * no library. Begin with {@link dev.perennial.coordinator.waiting.WaitingRoom}.
 */
@NullMarked
package dev.perennial.coordinator.waiting;

import org.jspecify.annotations.NullMarked;
