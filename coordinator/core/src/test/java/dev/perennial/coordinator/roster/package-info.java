/** Tests that read as tables. Begin with {@link dev.perennial.coordinator.roster.Scene}. */
@NullMarked
package dev.perennial.coordinator.roster;

import org.jspecify.annotations.NullMarked;
