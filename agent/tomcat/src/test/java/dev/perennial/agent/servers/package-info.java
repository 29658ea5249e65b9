/** Tests of the adapter and the relay on real Tomcats of all versions. */
@NullMarked
package dev.perennial.agent.servers;

import org.jspecify.annotations.NullMarked;
