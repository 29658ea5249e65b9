/**
 * Runs inside the class loader of one Tomcat: starts it and calls the adapter from where the woven
 * code would.
 */
@NullMarked
package dev.perennial.agent.embedded;

import org.jspecify.annotations.NullMarked;
