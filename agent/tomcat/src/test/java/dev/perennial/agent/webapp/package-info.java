/** A web application that knows nothing of the agent; turned into a jakarta one where needed. */
@NullMarked
package dev.perennial.agent.webapp;

import org.jspecify.annotations.NullMarked;
