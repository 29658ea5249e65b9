/**
 * What is kept over the restart for people: past rejuvenations, and the indicators over time. Begin
 * with {@link dev.perennial.agent.history.RejuvenationHistory}.
 */
@NullMarked
package dev.perennial.agent.history;

import org.jspecify.annotations.NullMarked;
