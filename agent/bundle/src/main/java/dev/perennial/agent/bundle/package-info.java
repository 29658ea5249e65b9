/**
 * Puts the agent's one jar together, when it is built; nothing of this is in it. Begin with {@link
 * dev.perennial.agent.bundle.BundleJar}.
 */
@NullMarked
package dev.perennial.agent.bundle;

import org.jspecify.annotations.NullMarked;
