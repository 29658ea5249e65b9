/**
 * Makes this server young again: carries out the rejuvenation signal step by step up to the
 * restart, and tells the guard beforehand what it may do in an emergency. Begin with {@link
 * dev.perennial.agent.rejuvenation.Rejuvenator}.
 */
@NullMarked
package dev.perennial.agent.rejuvenation;

import org.jspecify.annotations.NullMarked;
