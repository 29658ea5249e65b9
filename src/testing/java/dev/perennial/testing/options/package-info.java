/** Command lines of demo and benches, read by picocli into classes of their options. */
@NullMarked
package dev.perennial.testing.options;

import org.jspecify.annotations.NullMarked;
