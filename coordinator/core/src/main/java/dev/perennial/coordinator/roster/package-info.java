/**
 * The shared record of every server and the decisions over it. Pure: records in, decisions out; no
 * clock, no thread, no library. The roster says what should be and {@link
 * dev.perennial.coordinator.roster.Report}s say what is; servers act on their own entry, so that no
 * order can be lost. Begin with {@link dev.perennial.coordinator.roster.Stage}.
 */
@NullMarked
package dev.perennial.coordinator.roster;

import org.jspecify.annotations.NullMarked;
