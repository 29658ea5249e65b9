/**
 * Puts each rule on each trace, and what came of it into a table. Begin with {@link
 * dev.perennial.bench.exam.sitting.Examination}.
 */
@NullMarked
package dev.perennial.bench.exam.sitting;

import org.jspecify.annotations.NullMarked;
