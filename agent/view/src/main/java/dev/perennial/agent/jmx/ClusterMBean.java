package dev.perennial.agent.jmx;

import javax.management.openmbean.TabularData;
import org.jspecify.annotations.Nullable;

/** The cluster in JMX, a standard MBean because an MXBean may not say "table"; public for JMX. */
@Description("The cluster as this server knows it")
public interface ClusterMBean {
  @Description("Every server with its role, stage, successor and last report, by name")
  TabularData getRoster();

  @Description("The member that plans, or null if not known")
  @Nullable String getLeader();

  @Description("ACTIVE_STANDBY or ACTIVE_ACTIVE; null before the first roster")
  @Nullable String getMode();

  @Description("The number of the roster's last change; 0 before the first roster")
  @Unit("changes")
  long getEpoch();

  @Description("The available server list: servers that take traffic")
  String[] getAvailable();

  @Description("The spare list: servers held ready to be duplexed to")
  String[] getSpares();

  @Description("The members that are alive, standalone coordinators among them")
  String[] getAlive();
}
