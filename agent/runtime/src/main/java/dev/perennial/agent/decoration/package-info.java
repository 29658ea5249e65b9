/**
 * A seam that the product leaves empty: a jar made for tests of the tests brings a {@link
 * dev.perennial.agent.decoration.Decoration}, the product's jar does not.
 */
@NullMarked
package dev.perennial.agent.decoration;

import org.jspecify.annotations.NullMarked;
