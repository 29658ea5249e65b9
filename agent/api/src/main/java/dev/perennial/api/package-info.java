/**
 * What an application may say to Perennial; all of it is optional, and without the agent it does
 * nothing. Begin with {@link dev.perennial.api.Part}.
 */
@NullMarked
package dev.perennial.api;

import org.jspecify.annotations.NullMarked;
