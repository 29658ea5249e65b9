/**
 * A cluster in memory that plans, fails and heals by the numbers of a seed. Begin with {@link
 * dev.perennial.coordinator.simulation.SimulatedCluster}.
 */
@NullMarked
package dev.perennial.coordinator.simulation;

import org.jspecify.annotations.NullMarked;
