/**
 * Faults that make a server age for real, off by default. Begin with {@link
 * dev.perennial.sample.fault.Faults}.
 */
@NullMarked
package dev.perennial.sample.fault;

import org.jspecify.annotations.NullMarked;
