/**
 * An adapter for containers that the tests make up; in a package of its own, as each adapter is.
 */
@NullMarked
package dev.perennial.agent.fake;

import org.jspecify.annotations.NullMarked;
