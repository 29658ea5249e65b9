/**
 * Finds the adapters, weaves calls of the bridge where they say, and brings what woven code reports
 * to the hooks of the container that it comes from; the one place that knows Byte Buddy, but for
 * the advice of the adapters. Begin with {@link dev.perennial.agent.instrument.Adapters}, then
 * {@link dev.perennial.agent.instrument.Weaver} and {@link
 * dev.perennial.agent.instrument.BridgeHandler}.
 *
 * <p>Advice adds no member, so it can be woven into classes that are loaded already. It calls the
 * bridge and nothing else, allocates nothing, and lets no error out.
 */
@NullMarked
package dev.perennial.agent.instrument;

import org.jspecify.annotations.NullMarked;
