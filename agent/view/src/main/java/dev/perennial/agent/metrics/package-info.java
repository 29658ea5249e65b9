/**
 * The agent's figures for Prometheus; the only place that names Micrometer. Begin with {@link
 * dev.perennial.agent.metrics.Metrics}.
 */
@NullMarked
package dev.perennial.agent.metrics;

import org.jspecify.annotations.NullMarked;
