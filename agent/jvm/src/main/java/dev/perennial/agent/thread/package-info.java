/**
 * Threads that must be there before the application can have used them all up. Begin with {@link
 * dev.perennial.agent.thread.EarlyThreads}.
 */
@NullMarked
package dev.perennial.agent.thread;

import org.jspecify.annotations.NullMarked;
