package dev.perennial.coordinator.hazelcast;

import dev.perennial.coordinator.roster.Mode;
import dev.perennial.coordinator.secret.ClusterSecret;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How this process takes part in the cluster.
 *
 * @param server its name, stable over restarts and its alone
 * @param cluster the cluster's name, the same on all servers
 * @param bind address of the one interface to listen on
 * @param port to listen on
 * @param members host:port of some or all servers of the cluster; may be empty and may name this
 *     one
 * @param mode of the cluster
 * @param secret shared by all servers
 * @param standalone whether it is a coordinator only, without an application
 */
public record ClusterSettings(
    String server,
    String cluster,
    String bind,
    int port,
    List<String> members,
    Mode mode,
    ClusterSecret secret,
    boolean standalone) {
  public static final String DEFAULT_CLUSTER = "perennial";
  public static final String DEFAULT_BIND = "127.0.0.1";
  public static final int DEFAULT_PORT = 5701;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._@-]{1,100}");
  private static final Pattern MEMBER =
      Pattern.compile("(\\[[0-9A-Fa-f:.%]+]|[^\\s:\\[\\]]+):([0-9]{1,5})");

  /**
   * @throws IllegalArgumentException with all mistakes, one a line
   */
  public ClusterSettings {
    members = List.copyOf(members);
    List<String> mistakes = new ArrayList<>();
    checkName(mistakes, "perennial.server", server);
    checkName(mistakes, "perennial.cluster.name", cluster);
    checkPort(mistakes, port);
    for (String member : members) {
      checkMember(mistakes, member);
    }
    checkBind(mistakes, bind, secret);
    if (!mistakes.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", mistakes));
    }
  }

  /** Returns the settings of a server on its own, on loopback. */
  public static ClusterSettings defaults(String server, ClusterSecret secret) {
    return new ClusterSettings(
        server,
        DEFAULT_CLUSTER,
        DEFAULT_BIND,
        DEFAULT_PORT,
        List.of(),
        Mode.ACTIVE_STANDBY,
        secret,
        false);
  }

  private static void checkName(List<String> mistakes, String key, String value) {
    if (!NAME.matcher(value).matches()) {
      mistakes.add(
          "%s: '%s' is not a name; allowed are 1 to 100 letters, digits and . _ @ -"
              .formatted(key, value));
    }
  }

  private static void checkPort(List<String> mistakes, int port) {
    if (port < 1 || port > 65535) {
      mistakes.add(
          "perennial.cluster.port: %d is not allowed; give a port from 1 to 65535 (0 would change with each start, and peers would not find it)"
              .formatted(port));
    }
  }

  private static void checkMember(List<String> mistakes, String member) {
    var matcher = MEMBER.matcher(member);
    if (!matcher.matches()
        || Integer.parseInt(matcher.group(2)) < 1
        || Integer.parseInt(matcher.group(2)) > 65535) {
      mistakes.add(
          "perennial.cluster.members: '%s' is not allowed; give host:port, the port from 1 to 65535"
              .formatted(member));
    }
  }

  private static void checkBind(List<String> mistakes, String bind, ClusterSecret secret) {
    try {
      InetAddress address = InetAddress.getByName(bind);
      if (bind.isBlank() || address.isAnyLocalAddress() || address.isMulticastAddress()) {
        mistakes.add(
            "perennial.cluster.bind: '%s' is not allowed; give the address of the one interface that the other servers reach"
                .formatted(bind));
      } else if (!address.isLoopbackAddress() && !secret.configured()) {
        mistakes.add(
            "perennial.cluster.bind: %s is not a loopback address, which needs a secret that all servers share; set perennial.secret.file or PERENNIAL_SECRET, or bind to 127.0.0.1"
                .formatted(bind));
      }
    } catch (UnknownHostException e) {
      mistakes.add(
          "perennial.cluster.bind: '%s' is neither an address nor a known host; give the address of one of this machine's interfaces"
              .formatted(bind));
    }
  }
}
