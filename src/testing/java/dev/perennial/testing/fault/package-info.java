/**
 * Faults that are planted in an agent on purpose, to show that the demo and the whole-system tests
 * find them: each decorates one interface, so nothing else of the agent knows of it. Begin with
 * {@link dev.perennial.testing.fault.PlantedFault}.
 */
@NullMarked
package dev.perennial.testing.fault;

import org.jspecify.annotations.NullMarked;
