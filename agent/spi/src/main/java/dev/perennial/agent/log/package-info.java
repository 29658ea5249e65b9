/**
 * What the agent says and to whom: a log and an audit of its own, bounded in size, and a count of
 * the errors that it kept from the application. Uses no logging library: the application's would be
 * another one. Begin with {@link dev.perennial.agent.log.Log}.
 */
@NullMarked
package dev.perennial.agent.log;

import org.jspecify.annotations.NullMarked;
