/**
 * Puts the parts of the agent together; the only package that knows them all. Begin with {@code
 * AgentRuntime}.
 */
@NullMarked
package dev.perennial.agent.boot;

import org.jspecify.annotations.NullMarked;
