/**
 * Clusters of servers, each a process of its own with the agent: what demo, whole-system tests and
 * benches start. Begin with {@link dev.perennial.testing.cluster.Cluster}.
 */
@NullMarked
package dev.perennial.testing.cluster;

import org.jspecify.annotations.NullMarked;
