/**
 * Tells whether sessions stayed consistent, whatever happened to their servers. Clients append
 * unique tokens to a list in a session and read it; all that they sent and got is a {@link
 * dev.perennial.testing.consistency.History}, and {@link dev.perennial.testing.consistency.Verdict}
 * says what no single server could have answered. Begin with {@link
 * dev.perennial.testing.consistency.SessionLoad}.
 */
@NullMarked
package dev.perennial.testing.consistency;

import org.jspecify.annotations.NullMarked;
