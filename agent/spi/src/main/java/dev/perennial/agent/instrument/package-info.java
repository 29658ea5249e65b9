/**
 * Weaves calls of the bridge into the few classes of a container that matter; the one place that
 * knows Byte Buddy. Begin with {@link dev.perennial.agent.instrument.JoinPoint} for what is woven
 * where, then {@link dev.perennial.agent.instrument.Weaver}.
 *
 * <p>Advice adds no member, so it can be woven into classes that are loaded already. It calls the
 * bridge and nothing else, allocates nothing, and lets no error out.
 */
@NullMarked
package dev.perennial.agent.instrument;

import org.jspecify.annotations.NullMarked;
