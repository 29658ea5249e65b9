package dev.perennial.coordinator.hazelcast;

import com.hazelcast.instance.EndpointQualifier;
import com.hazelcast.internal.networking.Channel;
import com.hazelcast.internal.networking.nio.NioChannel;
import com.hazelcast.internal.networking.nio.NioNetworking;
import com.hazelcast.internal.nio.IOUtil;
import com.hazelcast.internal.server.ServerConnection;
import com.hazelcast.internal.server.tcp.TcpServer;
import com.hazelcast.internal.server.tcp.TcpServerConnection;
import com.hazelcast.internal.server.tcp.TcpServerConnectionManager;
import java.lang.reflect.Field;
import java.net.Socket;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Has a member forget connections that came to nothing. Hazelcast 5.7 keeps two sets of channels,
 * and leaves about 2 KB for ever in one of them
 *
 * <ul>
 *   <li>for each connection from outside that the secret check refuses: it closes the channel,
 *       which stays among those that were accepted;
 *   <li>for each connection to another server that the check refuses: it closes the socket, and the
 *       channel counts as open;
 *   <li>for each one that it cannot bind to the own address: it closes nothing.
 * </ul>
 *
 * Thread-safe.
 */
final class AbandonedChannels {
  private volatile @Nullable Kept kept;

  /** Without an owner at the last look. Guarded by "this". */
  private Set<Channel> suspects = Set.of();

  /**
   * Hazelcast's own sets, which it changes meanwhile.
   *
   * @param open all channels until they are closed
   * @param accepted those that are no connection yet
   * @param connections those that are
   */
  private record Kept(
      Set<NioChannel> open,
      Collection<Channel> accepted,
      Collection<ServerConnection> connections) {}

  /**
   * Begins with a server that is not open yet.
   *
   * @throws ClusterException if this version of Hazelcast keeps its channels otherwise
   */
  void of(TcpServer server) {
    TcpServerConnectionManager manager = server.getConnectionManager(EndpointQualifier.MEMBER);
    if (!(server.getNetworking() instanceof NioNetworking networking)) {
      throw new ClusterException("Hazelcast's channels are not where they should be");
    }
    kept = new Kept(networking.getChannels(), accepted(manager), manager.getConnections());
  }

  @SuppressWarnings("unchecked")
  private static Collection<Channel> accepted(TcpServerConnectionManager manager) {
    try {
      Field field = manager.getClass().getSuperclass().getDeclaredField("acceptedChannels");
      field.setAccessible(true);
      return (Collection<Channel>) field.get(manager);
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw new ClusterException("Hazelcast's channels are not where they should be: " + e, e);
    }
  }

  /** Closes the channel of a socket that is not let in or must not be used, and forgets it. */
  void forget(Socket socket) {
    Kept now = kept;
    if (now != null) {
      for (NioChannel channel : now.open) {
        if (channel.socket() == socket) {
          IOUtil.closeResource(channel);
        }
      }
      now.accepted.removeIf(Channel::isClosed);
    }
  }

  /**
   * Closes what had no owner at the last look and has none now: between two lines of Hazelcast's a
   * new channel has none either. To be called about once a second.
   */
  synchronized void look() {
    Kept now = kept;
    if (now == null) {
      return;
    }
    Set<Channel> ownerless = new HashSet<>(now.open);
    ownerless.removeAll(now.accepted);
    for (ServerConnection connection : now.connections) {
      ownerless.remove(((TcpServerConnection) connection).getChannel());
    }
    ownerless.stream().filter(suspects::contains).forEach(IOUtil::closeResource);
    suspects = ownerless;
    now.accepted.removeIf(Channel::isClosed);
  }
}
