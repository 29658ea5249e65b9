/**
 * The forecast: from an indicator's history and the load to its trend, the time to its exhaustion
 * and whether it ages. Pure and deterministic; imports no library. Begin with {@link
 * dev.perennial.coordinator.forecast.Forecaster}.
 */
@NullMarked
package dev.perennial.coordinator.forecast;

import org.jspecify.annotations.NullMarked;
