/** Tests of the package of the same name. */
@NullMarked
package dev.perennial.coordinator.aging;

import org.jspecify.annotations.NullMarked;
