package dev.perennial.coordinator.hazelcast;

import com.hazelcast.internal.networking.Channel;
import com.hazelcast.internal.networking.ChannelInitializer;
import java.io.IOException;
import java.net.Socket;
import java.util.Map;
import java.util.WeakHashMap;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * Has each connection of a member sealed with what its secret check has agreed on. A connection
 * that was not checked is not used. Thread-safe.
 */
final class Sealing {
  /** Of connections that Hazelcast has not begun with. Guarded by "this". */
  private final Map<Socket, SSLEngine> agreed = new WeakHashMap<>();

  synchronized void agreed(Socket socket, SSLEngine engine) {
    agreed.put(socket, engine);
  }

  private synchronized @Nullable SSLEngine take(Socket socket) {
    return agreed.remove(socket);
  }

  /** Returns what puts Hazelcast's own handlers into a channel, between the two that seal it. */
  ChannelInitializer around(ChannelInitializer handlers) {
    return channel -> seal(channel, handlers);
  }

  private void seal(Channel channel, ChannelInitializer handlers) throws Exception {
    SSLEngine engine = take(channel.socket());
    if (engine == null) {
      throw new IOException("the secret of " + channel.remoteSocketAddress() + " was not checked");
    }
    var unusedIn = channel.inboundPipeline().addLast(new TlsIn(engine));
    handlers.initChannel(channel);
    var unusedOut = channel.outboundPipeline().addLast(new TlsOut(engine));
  }
}
