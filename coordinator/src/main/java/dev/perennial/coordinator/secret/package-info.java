/**
 * The shared secret and the proof of holding it, for members and for the link that carries state.
 * Imports no library. Begin with {@link dev.perennial.coordinator.secret.ClusterSecret}.
 */
@NullMarked
package dev.perennial.coordinator.secret;

import org.jspecify.annotations.NullMarked;
