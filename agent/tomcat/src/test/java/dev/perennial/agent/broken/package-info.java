/** Adapters that fail, each in its own way. */
@NullMarked
package dev.perennial.agent.broken;

import org.jspecify.annotations.NullMarked;
