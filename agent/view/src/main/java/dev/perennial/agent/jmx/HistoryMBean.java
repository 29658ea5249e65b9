package dev.perennial.agent.jmx;

import javax.management.openmbean.TabularData;

/**
 * Past rejuvenations in JMX, a standard MBean because an MXBean may not say "table"; public for
 * JMX.
 */
@Description("The past rejuvenations of this server")
public interface HistoryMBean {
  @Description("Each rejuvenation with its figures, by round")
  TabularData getRejuvenations();

  @Description("How many are listed")
  @Unit("rejuvenations")
  int getCount();
}
