/**
 * The rules by which two ends of a connection prove that they hold the same key: bytes in, bytes
 * and decisions out. Pure; imports no library. Begin with {@link
 * dev.perennial.coordinator.handshake.HandshakeRules}.
 */
@NullMarked
package dev.perennial.coordinator.handshake;

import org.jspecify.annotations.NullMarked;
