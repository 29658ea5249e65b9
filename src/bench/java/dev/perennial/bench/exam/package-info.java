/**
 * The judge's examination: rules that judge servers by their indicators, side by side on traces
 * whose truth is known. Begin with {@link dev.perennial.bench.exam.Trace}.
 */
@NullMarked
package dev.perennial.bench.exam;

import org.jspecify.annotations.NullMarked;
