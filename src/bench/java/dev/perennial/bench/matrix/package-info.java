/**
 * What becomes of servers that age, die or work hard, on each collector and JDK. Begin with {@link
 * dev.perennial.bench.matrix.Matrix}.
 */
@NullMarked
package dev.perennial.bench.matrix;

import org.jspecify.annotations.NullMarked;
