/** Tests of the package of the same name. */
@NullMarked
package dev.perennial.coordinator.forecast;

import org.jspecify.annotations.NullMarked;
