/**
 * What the agent asks of a servlet container and what a container tells the agent; no container's
 * API and no library is named here. Begin with {@link dev.perennial.agent.container.Container},
 * then {@link dev.perennial.agent.container.Gate}; who writes an adapter begins with {@link
 * dev.perennial.agent.container.Adapter}.
 */
@NullMarked
package dev.perennial.agent.container;

import org.jspecify.annotations.NullMarked;
