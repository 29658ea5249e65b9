/**
 * What the agent shows of itself, as plain values: JMX, metrics and the HTTP endpoint all read from
 * one {@link dev.perennial.agent.status.StatusSource}.
 */
@NullMarked
package dev.perennial.agent.status;

import org.jspecify.annotations.NullMarked;
