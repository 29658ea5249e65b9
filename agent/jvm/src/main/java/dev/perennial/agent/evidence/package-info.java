/**
 * Saves what is needed to find a leak before the restart that wipes it out. Begin with {@link
 * dev.perennial.agent.evidence.EvidenceCollector}.
 */
@NullMarked
package dev.perennial.agent.evidence;

import org.jspecify.annotations.NullMarked;
