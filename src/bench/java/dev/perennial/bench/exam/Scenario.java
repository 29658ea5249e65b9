package dev.perennial.bench.exam;

import java.util.function.LongFunction;

/**
 * A kind of trace.
 *
 * @param name such as "heap, linear, hours"
 * @param aging whether its traces age
 * @param days that one trace lasts at most, for a healthy one exactly
 * @param traces makes the one of a seed; the same seed makes the same trace
 */
public record Scenario(String name, boolean aging, double days, LongFunction<Trace> traces) {}
