package dev.perennial.agent.servers;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.perennial.agent.duplex.Containers;
import dev.perennial.agent.link.Channel;
import dev.perennial.agent.link.LinkClient;
import dev.perennial.agent.link.LinkHandler;
import dev.perennial.agent.link.LinkPeer;
import dev.perennial.agent.link.LinkServer;
import dev.perennial.agent.link.LinkSettings;
import dev.perennial.agent.stream.StreamDesk;
import dev.perennial.agent.stream.StreamPool;
import dev.perennial.agent.stream.StreamSettings;
import dev.perennial.coordinator.handshake.ProofKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** The connections by which one server and another send requests to each other. */
final class RequestLink implements AutoCloseable {
  private static final ProofKeys KEYS =
      ProofKeys.of("a key for this test alone, 32 by".getBytes(US_ASCII));

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final LinkServer server;
  private final StreamPool pool;
  private volatile Optional<InetSocketAddress> other = Optional.empty();

  RequestLink(String name, Containers containers, Executor threads) {
    StreamSettings settings = StreamSettings.defaults();
    StreamDesk desk = new StreamDesk(containers::deliver, settings, threads, System::nanoTime);
    LinkHandler handler =
        new LinkHandler() {
          @Override
          public byte[] handle(LinkPeer peer, byte[] request) {
            throw new IllegalStateException("only requests come this way");
          }

          @Override
          public boolean serves(String purpose) {
            return purpose.equals(StreamPool.PURPOSE);
          }

          @Override
          public void serve(Channel channel) {
            desk.serve(channel);
          }
        };
    try {
      server =
          LinkServer.start(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
              new LinkServer.Config(
                  KEYS,
                  () -> new LinkPeer(name, 1, "state"),
                  peer -> "",
                  handler,
                  LinkSettings.defaults(),
                  timer,
                  System::nanoTime,
                  line -> {},
                  proof -> {}));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    pool =
        new StreamPool(
            new LinkClient(
                () -> KEYS,
                () -> new LinkPeer(name, 1, StreamPool.PURPOSE),
                LinkSettings.defaults(),
                timer,
                System::nanoTime),
            asked -> other,
            settings,
            threads,
            System::nanoTime);
  }

  StreamPool pool() {
    return pool;
  }

  void joins(RequestLink neighbour) {
    other = neighbour.address();
    neighbour.other = address();
  }

  private Optional<InetSocketAddress> address() {
    return Optional.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
  }

  @Override
  public void close() {
    pool.close();
    server.close();
    timer.shutdownNow();
  }
}
