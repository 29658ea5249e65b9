/**
 * Servers that were made up to examine with and are not for tuning: whoever sets a constant of the
 * judge after looking at these has spoilt them. Begin with {@link
 * dev.perennial.bench.exam.heldout.HeldOut}.
 */
@NullMarked
package dev.perennial.bench.exam.heldout;

import org.jspecify.annotations.NullMarked;
