package dev.perennial.coordinator.hazelcast;

import com.hazelcast.client.impl.ClientEngine;
import com.hazelcast.client.impl.NoOpClientEngine;
import com.hazelcast.instance.EndpointQualifier;
import com.hazelcast.instance.impl.DefaultNodeContext;
import com.hazelcast.instance.impl.DefaultNodeExtension;
import com.hazelcast.instance.impl.Node;
import com.hazelcast.instance.impl.NodeExtension;
import com.hazelcast.internal.dynamicconfig.ClusterWideConfigurationService;
import com.hazelcast.internal.networking.ChannelInitializer;
import com.hazelcast.internal.server.Server;
import com.hazelcast.internal.server.ServerContext;
import com.hazelcast.internal.server.tcp.LocalAddressRegistry;
import com.hazelcast.internal.server.tcp.ServerSocketRegistry;
import com.hazelcast.internal.server.tcp.TcpServer;
import com.hazelcast.nio.MemberSocketInterceptor;
import com.hazelcast.spi.impl.NodeEngine;
import java.util.function.Function;
import java.util.logging.Level;

/**
 * Puts the secret check, and the encryption that it agrees on, into an open-source member. These
 * are Hazelcast's internal classes: its version is pinned, and the check that the interceptor is in
 * force is made at each start.
 */
final class SecretContext extends DefaultNodeContext {
  private final MemberSocketInterceptor interceptor;
  private final AbandonedChannels abandoned;
  private final Sealing sealing;
  private final MemberLog log;

  SecretContext(
      MemberSocketInterceptor interceptor,
      AbandonedChannels abandoned,
      Sealing sealing,
      MemberLog log) {
    this.interceptor = interceptor;
    this.sealing = sealing;
    this.abandoned = abandoned;
    this.log = log;
  }

  @Override
  public NodeExtension createNodeExtension(Node node) {
    node.loggingService.addLogListener(Level.WARNING, log);
    return new SecretExtension(node, interceptor, sealing);
  }

  /** Fails closed: without the interceptor Hazelcast would let everybody in and say nothing. */
  @Override
  public Server createServer(
      Node node, ServerSocketRegistry sockets, LocalAddressRegistry addresses) {
    Server server = super.createServer(node, sockets, addresses);
    var context = server.getContext();
    if (!context.isSocketInterceptorEnabled(EndpointQualifier.MEMBER)
        || context.getSocketInterceptor(EndpointQualifier.MEMBER) != interceptor) {
      throw new ClusterException(
          "the secret check is not in force in Hazelcast; nothing is opened");
    }
    abandoned.of((TcpServer) server);
    return server;
  }

  private static final class SecretExtension extends DefaultNodeExtension {
    private final MemberSocketInterceptor interceptor;
    private final Sealing sealing;

    SecretExtension(Node node, MemberSocketInterceptor interceptor, Sealing sealing) {
      super(node);
      this.interceptor = interceptor;
      this.sealing = sealing;
    }

    @Override
    public MemberSocketInterceptor getSocketInterceptor(EndpointQualifier qualifier) {
      return interceptor;
    }

    @Override
    public Function<EndpointQualifier, ChannelInitializer> createChannelInitializerFn(
        ServerContext server) {
      Function<EndpointQualifier, ChannelInitializer> own =
          super.createChannelInitializerFn(server);
      return qualifier -> sealing.around(own.apply(qualifier));
    }

    @Override
    public <T> T createService(Class<T> type, Object... of) {
      return type == ClusterWideConfigurationService.class
          ? type.cast(new OwnConfiguration((NodeEngine) of[0]))
          : super.createService(type, of);
    }

    /** There are no clients: their door stays shut, and their threads and libraries unloaded. */
    @Override
    public ClientEngine createClientEngine() {
      return new NoOpClientEngine();
    }
  }
}
