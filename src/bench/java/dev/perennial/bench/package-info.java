/** What Perennial costs. {@code src/bench/run} runs everything here and prints one table. */
@org.jspecify.annotations.NullMarked
package dev.perennial.bench;
