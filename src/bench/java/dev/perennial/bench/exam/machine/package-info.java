/**
 * Traces of machines and systems that other people ran and published. They are not in this
 * repository. Begin with {@link dev.perennial.bench.exam.machine.MachineTraces}.
 */
@NullMarked
package dev.perennial.bench.exam.machine;

import org.jspecify.annotations.NullMarked;
