/**
 * Reaches the parts and clearables that applications registered with the API, through their MBeans
 * and nothing else: no class is shared with the application. Begin with {@link
 * dev.perennial.agent.part.Parts}.
 */
@NullMarked
package dev.perennial.agent.part;

import org.jspecify.annotations.NullMarked;
