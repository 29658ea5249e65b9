/**
 * Tells people who are not looking: a command, a webhook. Begin with {@link
 * dev.perennial.agent.alert.AlertSender}.
 */
@NullMarked
package dev.perennial.agent.alert;

import org.jspecify.annotations.NullMarked;
