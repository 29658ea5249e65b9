package dev.perennial.agent.link;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.perennial.coordinator.handshake.ProofKeys;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LinkIT {
  private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);
  private static final byte[] OTHER_KEY = "another key, another key, another".getBytes(UTF_8);
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final List<AutoCloseable> open = new ArrayList<>();
  private final ConcurrentLinkedQueue<String> log = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> refused = new ConcurrentLinkedQueue<>();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private LinkSettings settings = LinkSettings.defaults();
  private Function<LinkPeer, String> objection = peer -> "";

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
    timer.shutdownNow();
  }

  /** While a cluster goes from one secret to the other, servers of either kind meet. */
  @Test
  void whoHoldsTheSecretBeforeIsLetInBothWays() throws Exception {
    ProofKeys both = ProofKeys.of(OTHER_KEY, KEY);
    LinkServer before = server((peer, request) -> request);
    LinkServer after = server(both, (peer, request) -> request);

    for (Link link :
        List.of(
            client(both, "A", "state").connect(address(before), "B"),
            client(KEY, "A", "state").connect(address(after), "B"),
            client(OTHER_KEY, "A", "state").connect(address(after), "B"))) {
      try (link) {
        assertThat(link.request("hello".getBytes(UTF_8), LIMIT).get())
            .isEqualTo("hello".getBytes(UTF_8));
      }
    }
    assertThatExceptionOfType(LinkRefusedException.class)
        .isThrownBy(() -> client(OTHER_KEY, "A", "state").connect(address(before), "B"));
  }

  @Test
  void answersComeBackToTheirRequestsInAnyOrder() throws Exception {
    CountDownLatch second = new CountDownLatch(1);
    LinkServer server =
        server(
            (peer, request) -> {
              if (request[0] == 1) {
                second.await();
              } else {
                second.countDown();
              }
              return (peer.server() + peer.incarnation() + ":" + request[0]).getBytes(UTF_8);
            });
    Link link = connect(server);

    CompletableFuture<byte[]> first = link.request(new byte[] {1}, LIMIT);
    CompletableFuture<byte[]> next = link.request(new byte[] {2}, LIMIT);

    assertThat(next.get()).asString(UTF_8).isEqualTo("A7:2");
    assertThat(first.get()).asString(UTF_8).isEqualTo("A7:1");
    assertThat(link.peer()).isEqualTo(new LinkPeer("B", 3, "state"));
  }

  @Test
  void whatIsQuickWaitsForNothingElse() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    LinkServer server =
        server(
            new LinkHandler() {
              @Override
              public byte[] handle(LinkPeer peer, byte[] request) throws Exception {
                if (request[0] == 1) {
                  never.await();
                }
                return request;
              }

              @Override
              public boolean isQuick(byte[] request) {
                return request[0] == 2;
              }
            });
    Link link = connect(server);
    for (int i = 0; i < 5; i++) {
      CompletableFuture<byte[]> unused = link.request(new byte[] {1}, LIMIT);
    }

    assertThat(link.request(new byte[] {2}, LIMIT).get()).containsExactly(2);
  }

  @Test
  void messagesOfAnySizeArriveWhole() throws Exception {
    LinkServer server = server((peer, request) -> request);
    Link link = connect(server);
    Random random = new Random(1);

    for (int size : new int[] {0, 1, 131_071, 131_072, 131_073, 5_000_000}) {
      byte[] bytes = new byte[size];
      random.nextBytes(bytes);

      assertThat(link.request(bytes, LIMIT).get()).isEqualTo(bytes);
    }
  }

  @Test
  void whoListensOnTheWayCanReadNothing() throws Exception {
    LinkServer server = server((peer, request) -> request);
    byte[] words = "a session's own words, which are nobody's business".getBytes(UTF_8);
    ByteArrayOutputStream heard = new ByteArrayOutputStream();
    try (ServerSocket tap = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      new Thread(() -> carry(tap, address(server), heard)).start();
      Link link =
          client(KEY, "A", "state").connect((InetSocketAddress) tap.getLocalSocketAddress(), "B");
      open.add(link);

      assertThat(link.request(words, LIMIT).get()).isEqualTo(words);
    }

    synchronized (heard) {
      assertThat(heard.size()).isGreaterThan(2 * words.length);
      assertThat(heard.toString(ISO_8859_1)).doesNotContain("session", "nobody");
    }
  }

  /** Carries one connection both ways, and notes all that passes. */
  private static void carry(ServerSocket tap, InetSocketAddress to, ByteArrayOutputStream heard) {
    try {
      Socket client = tap.accept();
      Socket server = new Socket(to.getAddress(), to.getPort());
      new Thread(() -> copy(client, server, heard)).start();
      copy(server, client, heard);
    } catch (IOException e) {
      // The test that begins this has nothing to read then, and fails.
    }
  }

  private static void copy(Socket from, Socket to, ByteArrayOutputStream heard) {
    byte[] bytes = new byte[8192];
    try (from;
        to) {
      for (int n = from.getInputStream().read(bytes);
          n >= 0;
          n = from.getInputStream().read(bytes)) {
        synchronized (heard) {
          heard.write(bytes, 0, n);
        }
        to.getOutputStream().write(bytes, 0, n);
      }
    } catch (IOException e) {
      // One of the two has closed.
    }
  }

  @Test
  void aClientWithAnotherSecretIsRefused() throws Exception {
    LinkServer server = server((peer, request) -> request);

    assertThatExceptionOfType(LinkRefusedException.class)
        .isThrownBy(() -> client(OTHER_KEY, "A", "state").connect(address(server), "B"))
        .withMessageContaining("our secrets differ");
    // The client knows before the server has told it.
    await()
        .untilAsserted(
            () -> assertThat(String.join("\n", log)).contains("does not hold our secret"));
    await()
        .untilAsserted(
            () ->
                assertThat(refused)
                    .singleElement()
                    .asString()
                    .contains(" connected: the client does not hold our secret"));
  }

  @Test
  void aServerWithoutTheSecretIsNotTrusted() throws Exception {
    // It repeats what it is told, which is all that one without the secret can do.
    try (ServerSocket mirror = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread thread = new Thread(() -> reflect(mirror));
      thread.start();

      assertThatExceptionOfType(LinkRefusedException.class)
          .isThrownBy(
              () ->
                  client(KEY, "A", "state")
                      .connect((InetSocketAddress) mirror.getLocalSocketAddress(), "B"));
      thread.join();
    }
  }

  @Test
  void anotherServerThanTheExpectedOneIsRefused() throws Exception {
    LinkServer server = server((peer, request) -> request);

    assertThatExceptionOfType(LinkRefusedException.class)
        .isThrownBy(() -> client(KEY, "A", "state").connect(address(server), "C"))
        .withMessageContaining("B#3");
  }

  @Test
  void anotherPurposeIsRefused() throws Exception {
    LinkServer server = server((peer, request) -> request);

    assertThatExceptionOfType(LinkRefusedException.class)
        .isThrownBy(() -> client(KEY, "A", "member").connect(address(server), "B"))
        .withMessageContaining("purpose is state here, not member");
  }

  @Test
  void anObjectionToAPeerIsToldToIt() throws Exception {
    objection = peer -> "incarnation " + peer.incarnation() + " is over";
    LinkServer server = server((peer, request) -> request);

    assertThatExceptionOfType(LinkRefusedException.class)
        .isThrownBy(() -> connect(server))
        .withMessageContaining("incarnation 7 is over");
  }

  @Test
  void whatAHandlerThrowsIsToldToWhoAsked() throws Exception {
    LinkServer server =
        server(
            (peer, request) -> {
              throw new IllegalStateException("no such thing");
            });

    assertThatThrownBy(() -> connect(server).request(new byte[1], LIMIT).get())
        .cause()
        .isInstanceOf(LinkFailedException.class)
        .hasMessageContaining("no such thing");
  }

  @Test
  void whoSendsMoreThanTheWindowWaits() throws Exception {
    settings = new LinkSettings(Duration.ofSeconds(3), 16, 256, 1 << 20, 10_000, 2, LIMIT);
    CountDownLatch go = new CountDownLatch(1);
    AtomicInteger sent = new AtomicInteger();
    LinkServer server =
        server(
            (peer, request) -> {
              go.await();
              return request;
            });
    Link link = connect(server);

    Thread sender =
        new Thread(
            () -> {
              for (int i = 0; i < 20; i++) {
                var unused = link.request(new byte[4000], LIMIT);
                sent.incrementAndGet();
              }
            });
    sender.start();

    await().until(() -> sender.getState() == Thread.State.WAITING);
    assertThat(sent.get()).isEqualTo(2);
    go.countDown();
    sender.join();
    assertThat(sent.get()).isEqualTo(20);
  }

  @Test
  void aSilentPeerIsGivenUpAndTheLinkCloses() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    LinkServer server =
        server(
            (peer, request) -> {
              never.await();
              return request;
            });
    Link link = connect(server);

    assertThatThrownBy(() -> link.request(new byte[1], Duration.ofMillis(300)).get())
        .cause()
        .isInstanceOf(LinkTimeoutException.class);
    await().untilAsserted(() -> assertThat(link.isOpen()).isFalse());
    assertThatThrownBy(() -> link.request(new byte[1], LIMIT).get())
        .cause()
        .isInstanceOf(LinkClosedException.class);
  }

  @Test
  void whenTheServerClosesUnansweredRequestsFail() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    LinkServer server =
        server(
            (peer, request) -> {
              asked.countDown();
              never.await();
              return request;
            });
    CompletableFuture<byte[]> answer = connect(server).request(new byte[1], LIMIT);
    asked.await();

    server.close();
    server.close();

    assertThatThrownBy(answer::get)
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(LinkClosedException.class);
  }

  @Test
  void aPeerThatSaysNothingLosesItsPlace() throws Exception {
    settings = new LinkSettings(Duration.ofMillis(300), 4, 256, 1 << 20, 1 << 20, 2, LIMIT);
    LinkServer server = server((peer, request) -> request);
    try (Socket one = new Socket(InetAddress.getLoopbackAddress(), server.port());
        Socket two = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      assertThat(one.getInputStream().read()).isEqualTo(-1);
      assertThat(two.getInputStream().read()).isEqualTo(-1);
      await().until(() -> server.connections() == 0);

      assertThat(connect(server).request(new byte[] {5}, LIMIT).get()).containsExactly(5);
    }
  }

  /** They hold what places there are, and would do so for an hour. */
  @Test
  void idleStrangersKeepNoServerFromItsLink() throws Exception {
    settings = new LinkSettings(Duration.ofHours(1), 8, 256, 1 << 20, 1 << 20, 2, LIMIT);
    LinkServer server = server((peer, request) -> request);
    List<Socket> idle = new ArrayList<>();
    try {
      for (int i = 0; i < 200; i++) {
        idle.add(new Socket(InetAddress.getLoopbackAddress(), server.port()));
      }

      for (int i = 0; i < 10; i++) {
        Link link = connect(server);
        assertThat(link.request(new byte[] {5}, LIMIT).get()).containsExactly(5);
        link.close();
      }
      await().until(() -> server.connections() <= 4);
      assertThat(linkThreads())
          .filteredOn(t -> t.getName().startsWith("perennial-link-from"))
          .hasSizeLessThanOrEqualTo(2 * 8);
      assertThat(idle.get(0).getInputStream().read()).as("the oldest is gone").isEqualTo(-1);
    } finally {
      for (Socket socket : idle) {
        socket.close();
      }
    }
  }

  @Test
  void openLinksOfOneServerAreBoundedAndTheOldestGoes() throws Exception {
    settings = new LinkSettings(Duration.ofSeconds(3), 16, 4, 1 << 20, 1 << 20, 2, LIMIT);
    LinkServer server = server((peer, request) -> request);
    // Once it answers it has its place: a client knows of its link a moment before the server does.
    Link first = connect(server);
    assertThat(first.request(new byte[] {5}, LIMIT).get()).containsExactly(5);
    Link second = connect(server);
    assertThat(second.request(new byte[] {5}, LIMIT).get()).containsExactly(5);

    Link third = connect(server);

    await().until(() -> !first.isOpen());
    for (Link open : List.of(second, third)) {
      assertThat(open.request(new byte[] {5}, LIMIT).get()).containsExactly(5);
    }
  }

  @Test
  void randomBytesDoNoHarm() throws Exception {
    LinkServer server = server((peer, request) -> request);
    Random random = new Random(4);
    for (int i = 0; i < 50; i++) {
      byte[] bytes = new byte[1 + random.nextInt(400)];
      random.nextBytes(bytes);
      if (i % 2 == 0) {
        System.arraycopy("PERLINK4".getBytes(UTF_8), 0, bytes, 0, Math.min(8, bytes.length));
      }
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
        socket.getOutputStream().write(bytes);
        socket.shutdownOutput();
        socket.getInputStream().readAllBytes();
      } catch (IOException e) {
        // It may hang up while we still write.
      }
    }

    assertThat(connect(server).request(new byte[] {5}, LIMIT).get()).containsExactly(5);
  }

  @Test
  void anIdleLinkClosesAndThePoolOpensAnother() throws Exception {
    settings =
        new LinkSettings(
            Duration.ofSeconds(3), 16, 256, 1 << 20, 1 << 20, 2, Duration.ofMillis(300));
    LinkServer server = server((peer, request) -> request);
    LinkPool pool =
        new LinkPool(client(KEY, "A", "state"), name -> Optional.of(address(server)), LIMIT);
    open.add(pool);

    assertThat(pool.call("B", new byte[] {1}).get()).containsExactly(1);
    await().until(() -> server.connections() == 0);

    assertThat(pool.call("B", new byte[] {2}).get()).containsExactly(2);
  }

  @Test
  void aPoolSaysWhoCannotBeReached() throws Exception {
    LinkPool pool = new LinkPool(client(KEY, "A", "state"), name -> Optional.empty(), LIMIT);
    open.add(pool);

    assertThatThrownBy(() -> pool.call("B", new byte[1]).get())
        .cause()
        .isInstanceOf(LinkRefusedException.class)
        .hasMessageContaining("not known where B");
  }

  @Test
  void threadsAreFewDaemonsAndEnd() throws Exception {
    Set<Thread> others = Set.copyOf(linkThreads());
    LinkServer server = server((peer, request) -> request);
    Link link = connect(server);
    List<CompletableFuture<byte[]>> answers = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      answers.add(link.request(new byte[1000], LIMIT));
    }
    CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).get();

    assertThat(linkThreads(others)).hasSizeLessThanOrEqualTo(6).allMatch(Thread::isDaemon);
    link.close();
    server.close();
    await().untilAsserted(() -> assertThat(linkThreads(others)).isEmpty());
  }

  private static List<Thread> linkThreads(Set<Thread> others) {
    return linkThreads().stream().filter(thread -> !others.contains(thread)).toList();
  }

  private static List<Thread> linkThreads() {
    Thread[] threads = new Thread[1000];
    int count = Thread.enumerate(threads);
    return Arrays.stream(threads, 0, count)
        .filter(t -> t.getName().startsWith("perennial-link"))
        .toList();
  }

  private static void reflect(ServerSocket mirror) {
    try (Socket socket = mirror.accept()) {
      InputStream in = socket.getInputStream();
      byte[] hello = in.readNBytes(84);
      socket.getOutputStream().write(hello);
      in.readNBytes(2 + new LinkPeer("A", 7, "state").encode().length);
      byte[] proof = in.readNBytes(32);
      byte[] name = new LinkPeer("B", 3, "state").encode();
      socket.getOutputStream().write('Y');
      socket.getOutputStream().write(new byte[] {0, (byte) name.length});
      socket.getOutputStream().write(name);
      socket.getOutputStream().write(proof);
    } catch (IOException e) {
      // The client hangs up as soon as it sees through it.
    }
  }

  private LinkServer server(LinkHandler handler) throws IOException {
    return server(ProofKeys.of(KEY), handler);
  }

  private LinkServer server(ProofKeys keys, LinkHandler handler) throws IOException {
    LinkServer server =
        LinkServer.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            new LinkServer.Config(
                keys,
                () -> new LinkPeer("B", 3, "state"),
                peer -> objection.apply(peer),
                handler,
                settings,
                timer,
                System::nanoTime,
                log::add,
                refused::add));
    open.add(server);
    return server;
  }

  private LinkClient client(byte[] key, String name, String purpose) {
    return client(ProofKeys.of(key), name, purpose);
  }

  private LinkClient client(ProofKeys keys, String name, String purpose) {
    return new LinkClient(
        () -> keys, () -> new LinkPeer(name, 7, purpose), settings, timer, System::nanoTime);
  }

  private Link connect(LinkServer server) throws IOException {
    Link link = client(KEY, "A", "state").connect(address(server), "B");
    open.add(link);
    return link;
  }

  private static InetSocketAddress address(LinkServer server) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
  }
}
