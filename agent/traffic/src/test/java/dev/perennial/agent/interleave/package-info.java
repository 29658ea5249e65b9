/**
 * Runs the real classes of the product under every interleaving of a few threads: {@link
 * dev.perennial.agent.interleave.WovenLoader} loads them with a call to {@link
 * dev.perennial.agent.interleave.Steps} wherever threads can see each other (volatile fields,
 * monitors, java.util.concurrent), and {@link dev.perennial.agent.interleave.Interleavings} decides
 * there who goes on. Begin with {@link dev.perennial.agent.interleave.Scenario}.
 */
@NullMarked
package dev.perennial.agent.interleave;

import org.jspecify.annotations.NullMarked;
