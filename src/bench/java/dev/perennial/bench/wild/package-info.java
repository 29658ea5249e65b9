/**
 * Real programs that were misjudged once, and what is made of them now. Begin with {@link
 * dev.perennial.bench.wild.Wild}.
 */
@NullMarked
package dev.perennial.bench.wild;

import org.jspecify.annotations.NullMarked;
