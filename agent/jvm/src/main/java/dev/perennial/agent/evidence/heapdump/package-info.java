/**
 * Reads a heap dump in little memory, pass by pass, to tell who holds the JDK's objects. Begin with
 * {@link dev.perennial.agent.evidence.heapdump.HolderSearch}.
 */
@NullMarked
package dev.perennial.agent.evidence.heapdump;

import org.jspecify.annotations.NullMarked;
