package dev.perennial.agent.duplex;

import dev.perennial.agent.link.LinkClient;
import dev.perennial.agent.link.LinkPeer;
import dev.perennial.agent.link.LinkPool;
import dev.perennial.agent.link.LinkSettings;
import dev.perennial.coordinator.handshake.ProofKeys;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Links to the other servers' agents; without a cluster there are none. Thread-safe. */
public final class PeerLinks implements PeerCalls {
  /** What the links are for; the other end must be asked for the same. */
  public static final String PURPOSE = "state";

  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);

  private final @Nullable LinkPool pool;

  /**
   * Makes them; each is opened when it is first used.
   *
   * @param keys that agents of the cluster hold, for links alone; empty without a cluster
   * @param self this server's name
   * @param incarnation of this life; 0 until it is known
   * @param addresses where each of the other agents answers
   */
  public PeerLinks(
      Optional<Supplier<ProofKeys>> keys,
      String self,
      LongSupplier incarnation,
      Function<String, Optional<InetSocketAddress>> addresses,
      ScheduledExecutorService timer) {
    pool =
        keys.map(
                known ->
                    new LinkPool(
                        new LinkClient(
                            known,
                            () -> new LinkPeer(self, incarnation.getAsLong(), PURPOSE),
                            LinkSettings.defaults(),
                            timer,
                            System::nanoTime),
                        addresses,
                        ANSWER_LIMIT))
            .orElse(null);
  }

  @Override
  public CompletableFuture<byte[]> call(String server, byte[] request) {
    return pool == null
        ? CompletableFuture.failedFuture(new IOException("this server is in no cluster"))
        : pool.call(server, request);
  }
}
