/**
 * Measures the operational load: requests in flight, their rate and latency. Begin with {@link
 * dev.perennial.agent.load.LoadMeter}; the only place that names HdrHistogram.
 */
@NullMarked
package dev.perennial.agent.load;

import org.jspecify.annotations.NullMarked;
