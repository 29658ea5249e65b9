/**
 * Recordings of real JVMs: the tool that makes them, the programs that are recorded, and their
 * files as traces. Begin with {@link dev.perennial.bench.exam.recording.Recorder}.
 */
@NullMarked
package dev.perennial.bench.exam.recording;

import org.jspecify.annotations.NullMarked;
