/** Makes the agent's jar with the planted faults, beside the product's when it is built. */
@NullMarked
package dev.perennial.testing.jar;

import org.jspecify.annotations.NullMarked;
