/** The rules under examination. Begin with {@link dev.perennial.bench.exam.rule.Candidate}. */
@NullMarked
package dev.perennial.bench.exam.rule;

import org.jspecify.annotations.NullMarked;
