package dev.perennial.coordinator.hazelcast;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.instance.EndpointQualifier;
import com.hazelcast.instance.impl.HazelcastInstanceProxy;
import com.hazelcast.instance.impl.Node;
import com.hazelcast.internal.networking.nio.NioNetworking;
import com.hazelcast.internal.server.tcp.TcpServer;
import com.hazelcast.internal.server.tcp.TcpServerConnectionManager;
import java.lang.reflect.Field;
import java.util.Collection;

/** What a member keeps of its connections, read where there is no method for it. */
final class MemberInternals {
  private final Node node;

  MemberInternals(HazelcastInstance member) {
    this.node = ((HazelcastInstanceProxy) member).getOriginal().node;
  }

  TcpServerConnectionManager connections() {
    return server().getConnectionManager(EndpointQualifier.MEMBER);
  }

  NioNetworking networking() {
    return (NioNetworking) server().getNetworking();
  }

  /**
   * Returns what is kept of connections and of their checks; all zero but for connected members.
   */
  Kept kept() {
    Object checks =
        field(
            node.getNodeExtension().getSocketInterceptor(EndpointQualifier.MEMBER),
            SecretInterceptor.class,
            "pending");
    return new Kept(
        ((Collection<?>)
                field(
                    connections(),
                    TcpServerConnectionManager.class.getSuperclass(),
                    "acceptedChannels"))
            .size(),
        networking().getChannels().size(),
        connections().getConnections().size(),
        ((PendingChecks) checks).size());
  }

  /**
   * Counts.
   *
   * @param accepted channels that are no connection yet
   * @param channels open ones, in and out
   * @param connections that were let in, or let this server in
   * @param checks secret checks under way
   */
  record Kept(int accepted, int channels, int connections, int checks) {}

  private TcpServer server() {
    return (TcpServer) node.getServer();
  }

  private static Object field(Object of, Class<?> declaring, String name) {
    try {
      Field field = declaring.getDeclaredField(name);
      field.setAccessible(true);
      return field.get(of);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(name + " is not there in this version of Hazelcast", e);
    }
  }
}
