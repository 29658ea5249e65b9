package dev.perennial.agent.duplex;

import dev.perennial.agent.container.MemoryContainer;
import dev.perennial.agent.ids.Flood;
import dev.perennial.agent.ids.KnownIds;
import dev.perennial.agent.ids.OwnIds;
import dev.perennial.agent.ids.OwnTime;
import dev.perennial.agent.link.LinkHandler;
import dev.perennial.agent.link.LinkPeer;
import dev.perennial.agent.link.LinkServer;
import dev.perennial.agent.link.LinkSettings;
import dev.perennial.agent.link.MessageCodec;
import dev.perennial.coordinator.handshake.ProofKeys;
import dev.perennial.coordinator.transfer.ItemId;
import dev.perennial.coordinator.transfer.Life;
import dev.perennial.coordinator.transfer.Message;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A server that asks others over real links, and answers them; its sessions are in memory. */
final class LinkedServer implements AutoCloseable {
  private static final byte[] KEY = new byte[32];
  private static final long ASK_SECONDS = 30;

  final MemoryContainer container = new MemoryContainer();
  private final OwnTime time = new OwnTime(System::nanoTime);
  final KnownIds known = new KnownIds(server -> 1, server -> TimeUnit.HOURS.toNanos(1), time);
  private final Flood flood = new Flood(System.nanoTime());
  final AtomicLong messages = new AtomicLong();
  final IdPolls polls;

  /** While it is not null nothing is answered, though connections are taken. */
  volatile @Nullable CountDownLatch stopped;

  private final String name;
  private final Map<String, LinkedServer> all;
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final OwnIds own = new OwnIds(ownKey(), System::nanoTime);
  private final LinkServer server;
  private final Asking asking;
  private final SuccessorDesk desk;

  /** No two servers have the same. */
  private static byte[] ownKey() {
    byte[] key = new byte[16];
    ThreadLocalRandom.current().nextBytes(key);
    return key;
  }

  /**
   * @param all servers by name; this one adds itself
   */
  LinkedServer(String name, ConcurrentHashMap<String, LinkedServer> all) throws IOException {
    this.name = name;
    this.all = all;
    Containers containers = TwoServers.containers(container);
    PeerLinks links =
        new PeerLinks(Optional.of(() -> ProofKeys.of(KEY)), name, () -> 1, this::address, timer);
    desk =
        new SuccessorDesk(
            new SuccessorDesk.Context(
                () -> Optional.of(new Life(name, 1)),
                containers,
                new Inventory(containers, List::of),
                new Outgoing(),
                own,
                links,
                DuplexSettings.defaults(),
                from -> "",
                (life, round) -> SuccessorDesk.Standing.GONE,
                other -> false,
                () -> -1,
                sessions -> {},
                line -> {},
                line -> {}));
    server =
        LinkServer.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            new LinkServer.Config(
                ProofKeys.of(KEY),
                () -> new LinkPeer(name, 1, PeerLinks.PURPOSE),
                peer -> "",
                handler(),
                LinkSettings.defaults(),
                timer,
                System::nanoTime,
                line -> {},
                proof -> {}));
    asking =
        new Asking(
            name,
            links,
            known,
            new Promises(known, flood, this::soon, System::nanoTime),
            threads,
            () -> 1_000,
            System::nanoTime,
            other -> {});
    polls =
        new IdPolls(
            name,
            links,
            containers,
            own,
            known,
            time,
            flood,
            this::others,
            threads,
            System::nanoTime,
            l -> {});
    all.put(name, this);
  }

  private Optional<InetSocketAddress> address(String other) {
    return Optional.ofNullable(all.get(other))
        .map(s -> new InetSocketAddress(InetAddress.getLoopbackAddress(), s.server.port()));
  }

  private LinkHandler handler() {
    return new LinkHandler() {
      @Override
      public byte[] handle(LinkPeer peer, byte[] question) throws Exception {
        return answer(peer, question);
      }

      @Override
      public boolean isQuick(byte[] question) {
        return MessageCodec.isWhoHas(question);
      }
    };
  }

  private byte[] answer(LinkPeer peer, byte[] question) throws Exception {
    messages.incrementAndGet();
    CountDownLatch standsStill = stopped;
    if (standsStill != null) {
      standsStill.await();
    }
    return desk.answer(peer.server(), question);
  }

  private List<String> others() {
    return all.keySet().stream().filter(other -> !other.equals(name)).sorted().toList();
  }

  private void soon(String other) {
    polls.soon(other);
  }

  /** A request makes a session; its client knows it when this returns. */
  void create(String id) {
    container.sessions.put(id, "new");
    own.made(id);
  }

  /** Returns who has a session; empty if nobody; "?" if that is not known. */
  String ask(String id) {
    Answers answers = new Answers(1, true);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(ASK_SECONDS);
    Message.Sought sought = new Message.Sought(List.of(ItemId.session(id)), "");
    boolean asked = asking.ask(others(), sought, answers, deadline);
    return !asked || (answers.owner().isEmpty() && !answers.silent().isEmpty())
        ? "?"
        : answers.owner();
  }

  /** Returns whether another server has said that it may have a session. */
  boolean listed(String other, String id) {
    return known.of(other).isLikely(List.of(ItemId.session(id)));
  }

  @Override
  public void close() {
    CountDownLatch standsStill = stopped;
    if (standsStill != null) {
      standsStill.countDown();
    }
    server.close();
    timer.shutdownNow();
    threads.shutdownNow();
  }
}
