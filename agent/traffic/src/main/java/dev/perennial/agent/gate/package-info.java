/**
 * The gate before the application: counts what is let in, holds requests for the moment of a
 * switch-over, and sends those of sessions that live elsewhere to their server. Names no container
 * and no library. Begin with {@link dev.perennial.agent.gate.RequestGate}; what is decided about a
 * session id comes from a {@link dev.perennial.agent.gate.Router}.
 */
@NullMarked
package dev.perennial.agent.gate;

import org.jspecify.annotations.NullMarked;
