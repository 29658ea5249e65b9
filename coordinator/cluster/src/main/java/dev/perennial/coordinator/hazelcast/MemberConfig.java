package dev.perennial.coordinator.hazelcast;

import com.hazelcast.config.Config;
import com.hazelcast.config.ExecutorConfig;
import com.hazelcast.config.InMemoryFormat;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MergePolicyConfig;
import com.hazelcast.config.NetworkConfig;
import com.hazelcast.config.SocketInterceptorConfig;
import com.hazelcast.spi.properties.ClusterProperty;
import com.hazelcast.spi.properties.HazelcastProperty;
import dev.perennial.coordinator.roster.Protocol;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * A small member with every door shut that it does not need. What matters is set here even where it
 * is Hazelcast's default: an application may set system properties for a Hazelcast of its own, and
 * those would count for ours too.
 */
final class MemberConfig {
  static final String SERVER = "perennial.server";
  static final String STANDALONE = "perennial.standalone";
  static final String PROTOCOL = "perennial.protocol";
  static final String OLDEST_PROTOCOL = "perennial.protocol.oldest";
  static final String ROSTER_MAP = "perennial.roster";
  static final String REPORT_MAP = "perennial.reports";
  static final int REPORT_SECONDS = 60;

  private MemberConfig() {}

  static Config of(ClusterSettings settings, ClassLoader loader, Protocol ours) {
    Config config = new Config();
    config.setClassLoader(loader);
    config.setClusterName(settings.cluster());
    config
        .getMemberAttributeConfig()
        .setAttribute(SERVER, settings.server())
        .setAttribute(STANDALONE, String.valueOf(settings.standalone()))
        .setAttribute(PROTOCOL, String.valueOf(ours.newest()))
        .setAttribute(OLDEST_PROTOCOL, String.valueOf(ours.oldest()));
    network(config, settings);
    doors(config);
    small(config);
    timing(config);
    maps(config);
    return config;
  }

  private static void network(Config config, ClusterSettings settings) {
    InetAddress bind = resolve(settings.bind());
    String address = bind.getHostAddress();
    NetworkConfig network = config.getNetworkConfig();
    network.setPort(settings.port()).setPortAutoIncrement(false);
    network.getInterfaces().setEnabled(true).addInterface(address);
    network.getJoin().getMulticastConfig().setEnabled(false);
    network.getJoin().getAutoDetectionConfig().setEnabled(false);
    network
        .getJoin()
        .getTcpIpConfig()
        .setEnabled(true)
        .setConnectionTimeoutSeconds(3)
        .setMembers(settings.members());
    // Hazelcast calls the interceptor only if it is enabled here; the class name is not used.
    network.setSocketInterceptorConfig(
        new SocketInterceptorConfig().setEnabled(true).setClassName("unused"));
    config.setProperty("hazelcast.local.localAddress", address);
    config.setProperty(
        "hazelcast.local.publicAddress",
        (bind instanceof Inet6Address ? "[" + address + "]:" : address + ":") + settings.port());
    set(config, ClusterProperty.SOCKET_BIND_ANY, false);
    set(config, ClusterProperty.SOCKET_SERVER_BIND_ANY, false);
    set(config, ClusterProperty.SOCKET_CLIENT_BIND_ANY, false);
    config.setProperty(
        "hazelcast.prefer.ipv4.stack", String.valueOf(!(bind instanceof Inet6Address)));
    set(config, ClusterProperty.TCP_JOIN_PORT_TRY_COUNT, 1);
    set(config, ClusterProperty.SOCKET_CONNECT_TIMEOUT_SECONDS, 2);
    // Secret checks hold threads of this pool; see PendingChecks.
    config.addExecutorConfig(new ExecutorConfig("hz:io", PendingChecks.TOTAL + 16));
  }

  private static void doors(Config config) {
    config.getNetworkConfig().getMemcacheProtocolConfig().setEnabled(false);
    config.getAdvancedNetworkConfig().setEnabled(false);
    config.getJetConfig().setEnabled(false);
    config.getMetricsConfig().setEnabled(false);
    config.getManagementCenterConfig().setScriptingEnabled(false);
    config.getManagementCenterConfig().setConsoleEnabled(false);
    config.getManagementCenterConfig().setDataAccessEnabled(false);
    config.getSerializationConfig().setJavaSerializationFilterConfig(foreignObjects());
    config.setProperty("hazelcast.discovery.enabled", "false");
    set(config, ClusterProperty.PHONE_HOME_ENABLED, false);
    set(config, ClusterProperty.ENABLE_JMX, false);
    set(config, ClusterProperty.SHUTDOWNHOOK_ENABLED, false);
    set(config, ClusterProperty.LOGGING_TYPE, "none");
    set(config, ClusterProperty.HEALTH_MONITORING_LEVEL, "OFF");
    set(config, ClusterProperty.SLOW_OPERATION_DETECTOR_ENABLED, false);
  }

  /**
   * Records are of a form of their own: of objects in Java's form members send each other errors
   * alone. Hazelcast's default lets all of the JDK's classes in, with what their readers do.
   */
  private static JavaSerializationFilterConfig foreignObjects() {
    JavaSerializationFilterConfig filter = new JavaSerializationFilterConfig();
    filter.setDefaultsDisabled(true);
    filter.getWhitelist().addPrefixes("com.hazelcast.", "java.lang.", "java.util.", "[");
    return filter;
  }

  private static void small(Config config) {
    // Must be equal on all members.
    set(config, ClusterProperty.PARTITION_COUNT, 31);
    set(config, ClusterProperty.PARTITION_OPERATION_THREAD_COUNT, 2);
    set(config, ClusterProperty.GENERIC_OPERATION_THREAD_COUNT, 2);
    set(config, ClusterProperty.RESPONSE_THREAD_COUNT, 1);
    set(config, ClusterProperty.IO_THREAD_COUNT, 1);
    set(config, ClusterProperty.IO_BALANCER_INTERVAL_SECONDS, 0);
    set(config, ClusterProperty.EVENT_THREAD_COUNT, 1);
  }

  private static void timing(Config config) {
    set(config, ClusterProperty.WAIT_SECONDS_BEFORE_JOIN, 0);
    set(config, ClusterProperty.MAX_WAIT_SECONDS_BEFORE_JOIN, 0);
    set(config, ClusterProperty.MAX_JOIN_SECONDS, 60);
    set(config, ClusterProperty.HEARTBEAT_INTERVAL_SECONDS, 1);
    set(config, ClusterProperty.MAX_NO_HEARTBEAT_SECONDS, 5);
    set(config, ClusterProperty.MERGE_FIRST_RUN_DELAY_SECONDS, 5);
    set(config, ClusterProperty.MERGE_NEXT_RUN_DELAY_SECONDS, 5);
    set(config, ClusterProperty.GRACEFUL_SHUTDOWN_MAX_WAIT, 5);
    set(config, ClusterProperty.OPERATION_CALL_TIMEOUT_MILLIS, 3000);
    set(config, ClusterProperty.OPERATION_BACKUP_TIMEOUT_MILLIS, 1000);
    // A change whose backups did not answer is "nobody knows", never "done".
    set(config, ClusterProperty.FAIL_ON_INDETERMINATE_OPERATION_STATE, true);
  }

  /**
   * Values are kept as objects: for the binary format Hazelcast estimates sizes, for which it makes
   * the platform MBean server, which starts java.util.logging's manager before the application may
   * have chosen its own.
   */
  private static void maps(Config config) {
    config.addMapConfig(
        new MapConfig(ROSTER_MAP)
            .setInMemoryFormat(InMemoryFormat.OBJECT)
            .setBackupCount(3)
            .setStatisticsEnabled(false)
            .setMergePolicyConfig(
                new MergePolicyConfig(HighestEpochMergePolicy.class.getName(), 100)));
    config.addMapConfig(
        new MapConfig(REPORT_MAP)
            .setInMemoryFormat(InMemoryFormat.OBJECT)
            .setBackupCount(0)
            .setAsyncBackupCount(1)
            .setTimeToLiveSeconds(REPORT_SECONDS)
            .setStatisticsEnabled(false));
  }

  private static InetAddress resolve(String bind) {
    try {
      return InetAddress.getByName(bind);
    } catch (UnknownHostException e) {
      throw new ClusterException("perennial.cluster.bind: '" + bind + "' is not known any more", e);
    }
  }

  private static void set(Config config, HazelcastProperty property, Object value) {
    config.setProperty(property.getName(), String.valueOf(value));
  }
}
