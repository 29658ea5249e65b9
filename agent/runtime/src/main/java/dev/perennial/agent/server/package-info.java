/**
 * This server's part in the cluster: reads its own entry of the roster, does what the entry says,
 * and reports what is. Begin with {@link dev.perennial.agent.server.ServerLoop}.
 */
@NullMarked
package dev.perennial.agent.server;

import org.jspecify.annotations.NullMarked;
