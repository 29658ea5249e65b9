/**
 * What is kept over the restart: past rejuvenations and the indicators over time for people, and
 * what earlier lives taught for the judge. Begin with {@link
 * dev.perennial.agent.history.RejuvenationHistory}.
 */
@NullMarked
package dev.perennial.agent.history;

import org.jspecify.annotations.NullMarked;
