/** Made-up servers to tune the judge on; none of them is examined on. */
@NullMarked
package dev.perennial.bench.exam.tuning;

import org.jspecify.annotations.NullMarked;
