/**
 * Shows the agent in JMX, domain {@code perennial}: the server with its operations, each aging
 * indicator, the cluster, past rejuvenations and what would move. Begin with {@link
 * dev.perennial.agent.jmx.JmxPublisher}. All values are open types, so that any JMX client can read
 * them without the agent's classes.
 */
@NullMarked
package dev.perennial.agent.jmx;

import org.jspecify.annotations.NullMarked;
