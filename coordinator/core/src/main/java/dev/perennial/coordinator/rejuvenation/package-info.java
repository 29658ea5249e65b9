/**
 * When a rejuvenation takes place and in what order it cleans: pure decisions. Imports no library.
 * Begin with {@link dev.perennial.coordinator.rejuvenation.Ladder}.
 */
@NullMarked
package dev.perennial.coordinator.rejuvenation;

import org.jspecify.annotations.NullMarked;
