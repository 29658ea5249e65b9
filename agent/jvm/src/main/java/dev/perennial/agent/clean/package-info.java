/**
 * The gentle rungs of a rejuvenation: clears files, buffers and memory, and measures what that
 * brought. Begin with {@link dev.perennial.agent.clean.FileCleaner}.
 */
@NullMarked
package dev.perennial.agent.clean;

import org.jspecify.annotations.NullMarked;
