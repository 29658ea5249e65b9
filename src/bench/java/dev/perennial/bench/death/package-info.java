/**
 * How fast a JVM that is lost is seen and restarted. Begin with {@link
 * dev.perennial.bench.death.SuddenDeath}.
 */
@NullMarked
package dev.perennial.bench.death;

import org.jspecify.annotations.NullMarked;
