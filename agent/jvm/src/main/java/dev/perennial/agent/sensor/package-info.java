/**
 * Reads the aging indicators of this JVM, one class an indicator. Begin with {@link
 * dev.perennial.agent.sensor.Sensors}. Reading never starts the JVM's logging or its MBean server:
 * it asks the platform's beans directly.
 */
@NullMarked
package dev.perennial.agent.sensor;

import org.jspecify.annotations.NullMarked;
