/**
 * Apache Tomcat 9, 10.1 and 11. Compiled against 9; no servlet type stands in any signature called
 * here, so that the same classes run on all three. Begin with {@link
 * dev.perennial.agent.tomcat.TomcatAdapter}, which is all that the agent knows of it, then {@link
 * dev.perennial.agent.tomcat.TomcatHooks}.
 */
@NullMarked
package dev.perennial.agent.tomcat;

import org.jspecify.annotations.NullMarked;
