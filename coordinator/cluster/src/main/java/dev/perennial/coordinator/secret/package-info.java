/**
 * The shared secret, where it comes from, and the handshake by which a socket proves that its other
 * end holds it too. Imports no library. Begin with {@link
 * dev.perennial.coordinator.secret.ClusterSecret}.
 */
@NullMarked
package dev.perennial.coordinator.secret;

import org.jspecify.annotations.NullMarked;
