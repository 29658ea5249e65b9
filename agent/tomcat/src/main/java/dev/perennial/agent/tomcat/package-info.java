/**
 * Apache Tomcat 9, 10.1 and 11. Compiled against 9; no servlet type stands in any signature called
 * here, so that the same classes run on all three. Begin with {@link
 * dev.perennial.agent.tomcat.TomcatAdapter}, which is all that the agent knows of it, then {@link
 * dev.perennial.agent.tomcat.TomcatHooks}.
 *
 * <p>A request that came in at another server is served by {@link
 * dev.perennial.agent.tomcat.DeliveredProcessor}, as by one of Tomcat's own processors but without
 * a socket: {@link dev.perennial.agent.tomcat.ArrivalReader} reads it there, {@link
 * dev.perennial.agent.tomcat.ConnectorChoice} finds the connector here whose settings count.
 */
@NullMarked
package dev.perennial.agent.tomcat;

import org.jspecify.annotations.NullMarked;
