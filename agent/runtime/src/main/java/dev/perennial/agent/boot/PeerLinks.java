package dev.perennial.agent.boot;

import dev.perennial.agent.duplex.PeerCalls;
import dev.perennial.agent.link.LinkClient;
import dev.perennial.agent.link.LinkPeer;
import dev.perennial.agent.link.LinkPool;
import dev.perennial.agent.link.LinkSettings;
import dev.perennial.coordinator.hazelcast.ClusterSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Links to the other servers' agents; without a cluster there are none. */
final class PeerLinks implements PeerCalls {
  static final String PURPOSE = "state";
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);

  private final @Nullable LinkPool pool;

  PeerLinks(
      @Nullable ClusterSettings cluster,
      String self,
      LongSupplier incarnation,
      Function<String, Optional<InetSocketAddress>> addresses,
      ScheduledExecutorService timer) {
    pool =
        cluster == null
            ? null
            : new LinkPool(
                new LinkClient(
                    cluster.secret().derive("link"),
                    () -> new LinkPeer(self, incarnation.getAsLong(), PURPOSE),
                    LinkSettings.defaults(),
                    timer,
                    System::nanoTime),
                addresses,
                ANSWER_LIMIT);
  }

  @Override
  public CompletableFuture<byte[]> call(String server, byte[] request) {
    return pool == null
        ? CompletableFuture.failedFuture(new IOException("this server is in no cluster"))
        : pool.call(server, request);
  }
}
