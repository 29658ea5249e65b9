/**
 * Starts this JVM anew in the same process, with its listening sockets kept; the only package that
 * calls the C library and the only one that ends the process. Begin with {@link
 * dev.perennial.agent.restart.RestartInPlace}, and in the next life with {@link
 * dev.perennial.agent.restart.InheritedSockets}.
 */
@NullMarked
package dev.perennial.agent.restart;

import org.jspecify.annotations.NullMarked;
