/**
 * The one list of what can be set, and the reading of it. Begin with {@link
 * dev.perennial.agent.settings.Key}, then {@link dev.perennial.agent.settings.Settings}.
 */
@NullMarked
package dev.perennial.agent.settings;

import org.jspecify.annotations.NullMarked;
