/** Tests of the package of the same name. */
@NullMarked
package dev.perennial.coordinator.rejuvenation;

import org.jspecify.annotations.NullMarked;
