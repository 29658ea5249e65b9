/** Rules for the whole module. */
@NullMarked
package dev.perennial.coordinator;

import org.jspecify.annotations.NullMarked;
