package dev.perennial.agent.boot;

import dev.perennial.agent.duplex.Containers;
import dev.perennial.agent.gate.Forwarder;
import dev.perennial.agent.link.Channel;
import dev.perennial.agent.link.LinkClient;
import dev.perennial.agent.link.LinkHandler;
import dev.perennial.agent.link.LinkPeer;
import dev.perennial.agent.link.LinkSettings;
import dev.perennial.agent.link.MessageCodec;
import dev.perennial.agent.peer.CountedLines;
import dev.perennial.agent.peer.LinkForwarder;
import dev.perennial.agent.peer.PeerDirectory;
import dev.perennial.agent.stream.StreamDesk;
import dev.perennial.agent.stream.StreamPool;
import dev.perennial.agent.stream.StreamSettings;
import org.jspecify.annotations.Nullable;

/** Makes and joins what sends requests to other servers, and takes theirs. */
final class RequestLinks {
  private static final long LOOK_SECONDS = 1;

  private final Workers workers;

  /** Null without a cluster. */
  private final @Nullable StreamPool pool;

  private final StreamDesk desk;
  private final CountedLines lines;

  RequestLinks(
      Start start,
      Workers workers,
      ClusterParts cluster,
      PeerDirectory peers,
      Containers containers) {
    this.workers = workers;
    StreamSettings settings = StreamSettings.defaults();
    lines = new CountedLines(start.log()::info, System::nanoTime);
    desk = new StreamDesk(containers::deliver, settings, workers.work(), System::nanoTime);
    pool =
        cluster
            .keys("link")
            .map(
                keys ->
                    new StreamPool(
                        new LinkClient(
                            keys,
                            () ->
                                new LinkPeer(
                                    start.name(),
                                    cluster.roster().incarnation(),
                                    StreamPool.PURPOSE),
                            LinkSettings.defaults(),
                            workers.timer(),
                            System::nanoTime),
                        peers::stateAddress,
                        settings,
                        workers.work(),
                        System::nanoTime))
            .orElse(null);
  }

  Forwarder forwarder() {
    return new LinkForwarder(pool, workers.work(), lines);
  }

  /** Returns what takes requests, and leaves all else to another one. */
  LinkHandler handler(LinkHandler others) {
    return new LinkHandler() {
      @Override
      public byte[] handle(LinkPeer peer, byte[] request) throws Exception {
        return others.handle(peer, request);
      }

      @Override
      public boolean isQuick(byte[] request) {
        return MessageCodec.isWhoHas(request);
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
  }

  /** Looks at the time from now on. */
  void watch() {
    workers.every(workers.timer(), LOOK_SECONDS, LOOK_SECONDS, this::look);
  }

  private void look() {
    StreamPool streams = pool;
    if (streams != null) {
      streams.tick();
    }
    desk.tick();
    lines.tick();
  }
}
