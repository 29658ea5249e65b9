/**
 * Made-up scenes of some minutes: starts that look like leaks, and ends that come within seconds.
 * Begin with {@link dev.perennial.bench.exam.scene.Scenes}.
 */
@NullMarked
package dev.perennial.bench.exam.scene;

import org.jspecify.annotations.NullMarked;
