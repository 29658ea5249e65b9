package dev.perennial.agent.restart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.Pointer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sockets of this JVM. */
@Isolated("it takes the file descriptors of this JVM")
@Tag("jvm")
final class KeptSocketsIT {
  private static final Duration LIMIT = Duration.ofSeconds(1);

  private static final KeptSockets.Rest NOTHING = () -> {};

  private final Descriptors descriptors = new Descriptors();
  private final DescriptorReserve reserve = new DescriptorReserve(3);

  @Test
  void connectionsWaitWhileItIsQuietAndAreAcceptedWhenItResumes() throws IOException {
    try (ServerSocketChannel server = listener();
        KeptSockets kept = KeptSockets.keep(Set.of(address(server)), descriptors, reserve)) {
      server.configureBlocking(false);
      kept.quiet();
      kept.quiet();

      try (Socket client = new Socket(InetAddress.getLoopbackAddress(), address(server).port())) {
        assertThat(server.accept()).isNull();
        assertThat(descriptors.connections(kept.addresses())).isZero();

        kept.resume();
        try (SocketChannel accepted = server.accept()) {
          assertThat(descriptors.connections(kept.addresses())).isEqualTo(1);
          client.getOutputStream().write(7);
          ByteBuffer one = ByteBuffer.allocate(1);
          assertThat(accepted.read(one)).isEqualTo(1);
        }
      }
    }
  }

  @Test
  void whoConnectsIsRefusedAndOnResumeAcceptedAgain() throws Exception {
    try (ServerSocketChannel server = listener();
        KeptSockets kept = KeptSockets.keep(Set.of(address(server)), descriptors, reserve)) {
      int port = address(server).port();
      assertThat(kept.refuse(LIMIT, NOTHING)).isZero();

      assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port))
          .isInstanceOf(ConnectException.class)
          .hasMessageContaining("refused");
      assertThat(kept.kept()).as("handed on").isEmpty();
      assertThat(kept.description(7)).isEqualTo("7;");
      assertThat(descriptors.connections(kept.addresses())).as("it is no connection").isZero();

      kept.resume();
      try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
          SocketChannel accepted = server.accept()) {
        assertThat(accepted.isConnected()).isTrue();
        assertThat(client.isConnected()).isTrue();
      }
      assertThat(kept.kept()).hasSize(1);
    }
  }

  /** A balancer that has sent its request may not try it again. */
  @Test
  void whoWasConnectedBeforeIsStillAccepted() throws Exception {
    ExecutorService refusing = Executors.newSingleThreadExecutor();
    try (ServerSocketChannel server = listener();
        KeptSockets kept = KeptSockets.keep(Set.of(address(server)), descriptors, reserve);
        Socket client = new Socket(InetAddress.getLoopbackAddress(), address(server).port())) {
      client.getOutputStream().write(7);
      Future<Integer> reset = refusing.submit(() -> kept.refuse(Duration.ofSeconds(30), NOTHING));

      try (SocketChannel accepted = server.accept()) {
        assertThat(reset.get(20, TimeUnit.SECONDS)).isZero();
        assertThat(accepted.read(ByteBuffer.allocate(1))).isEqualTo(1);
      }
    } finally {
      refusing.shutdownNow();
    }
  }

  /** As {@link #whoWasConnectedBeforeIsStillAccepted}: its client cannot tell the difference. */
  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void aHandshakeInProgressIsFinishedAndAccepted(String host) throws Exception {
    assumeTrue(NetworkInterface.getByInetAddress(InetAddress.getByName(host)) != null, host);
    ExecutorService refusing = Executors.newSingleThreadExecutor();
    try (ServerSocketChannel server = ServerSocketChannel.open().bind(new InetSocketAddress(0));
        KeptSockets kept = KeptSockets.keep(Set.of(address(server)), descriptors, reserve)) {
      int port = address(server).port();
      int fd = kept.kept()[0];
      finishHandshakesWithTheFirstData(fd);
      try (Socket client = new Socket(host, port)) {
        assertThat(Handshakes.unfinished(Set.of(port))).isEqualTo(1);
        assertThat(descriptors.waiting(fd)).isZero();
        Future<Integer> reset = refusing.submit(() -> kept.refuse(Duration.ofSeconds(30), NOTHING));
        await().until(() -> filterLength(fd) > 0);
        assertThatThrownBy(() -> new Socket().connect(new InetSocketAddress(host, port), 100))
            .isInstanceOf(SocketTimeoutException.class);

        client.getOutputStream().write(7);

        try (SocketChannel accepted = server.accept()) {
          assertThat(reset.get(20, TimeUnit.SECONDS)).isZero();
          assertThat(accepted.read(ByteBuffer.allocate(1))).isEqualTo(1);
          assertThat(accepted.write(ByteBuffer.allocate(1))).isEqualTo(1);
          assertThat(client.getInputStream().read()).isZero();
        }
      }
    } finally {
      refusing.shutdownNow();
    }
  }

  /** Without that, the kernel would finish them before a test could do anything in between. */
  private static void finishHandshakesWithTheFirstData(int fd) {
    int deferAccept = 9;
    Pointer seconds = Libc.allocate(4);
    seconds.setInt(0, 30);
    assertThat(Libc.setsockopt(fd, Libc.IPPROTO_TCP, deferAccept, seconds, 4)).isZero();
  }

  /** Asked with no room for it, the kernel tells the length only. */
  private static int filterLength(int fd) {
    Pointer length = Libc.allocate(4);
    assertThat(
            Libc.getsockopt(fd, Libc.SOL_SOCKET, Libc.SO_ATTACH_FILTER, Libc.allocate(8), length))
        .isZero();
    return length.getInt(0);
  }

  /** As a container's acceptor is that comes to rest: an error would be a line in its log. */
  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void aThreadThatWaitsInAcceptIsFreedByAConnectionOfOurOwn(String host) throws Exception {
    assumeTrue(NetworkInterface.getByInetAddress(InetAddress.getByName(host)) != null, host);
    ExecutorService accepting = Executors.newSingleThreadExecutor();
    try (ServerSocketChannel server = ServerSocketChannel.open().bind(new InetSocketAddress(0));
        KeptSockets kept = KeptSockets.keep(Set.of(address(server)), descriptors, reserve)) {
      InetSocketAddress where = new InetSocketAddress(host, address(server).port());
      Future<SocketChannel> accepted = accepting.submit(server::accept);

      int reset =
          kept.refuse(
              LIMIT,
              () -> {
                assertThatThrownBy(() -> new Socket().connect(where, 100))
                    .isInstanceOf(SocketTimeoutException.class);
                assertThat(accepted).isNotDone();
                connectAsOurOwn(where);
                await().atMost(20, TimeUnit.SECONDS).until(accepted::isDone);
              });

      assertThat(reset).isZero();
      assertThat(accepted.get().isConnected()).isTrue();
      assertThatThrownBy(() -> new Socket().connect(where, 1000))
          .isInstanceOf(ConnectException.class)
          .hasMessageContaining("refused");
    } finally {
      accepting.shutdownNow();
    }
  }

  private static void connectAsOurOwn(InetSocketAddress where) {
    StandardProtocolFamily family =
        where.getAddress() instanceof Inet4Address
            ? StandardProtocolFamily.INET
            : StandardProtocolFamily.INET6;
    try (SocketChannel channel = SocketChannel.open(family)) {
      channel.setOption(StandardSocketOptions.IP_TOS, KeptSockets.OWN_TRAFFIC_CLASS);
      channel.socket().connect(where, 1000);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Were it closed only, that thread would still accept one more, and drop it. */
  @Test
  void aThreadThatStillWaitsInAcceptIsFreed() throws Exception {
    ExecutorService accepting = Executors.newSingleThreadExecutor();
    try (ServerSocketChannel server = listener();
        KeptSockets kept = KeptSockets.keep(Set.of(address(server)), descriptors, reserve)) {
      Future<SocketChannel> accepted = accepting.submit(server::accept);

      await().ignoreExceptions().until(() -> kept.refuse(LIMIT, NOTHING) == 0);

      assertThatThrownBy(() -> accepted.get(20, TimeUnit.SECONDS))
          .hasCauseInstanceOf(IOException.class);
    } finally {
      accepting.shutdownNow();
    }
  }

  @Test
  void kernelGoesOnQueueingAfterTheApplicationHasClosed() throws IOException {
    ServerSocketChannel server = listener();
    TcpAddress address = address(server);
    try (KeptSockets kept = KeptSockets.keep(Set.of(address), descriptors, reserve)) {
      server.close();

      new Socket(InetAddress.getLoopbackAddress(), address.port()).close();
      assertThat(kept.description(7)).matches("7;\\d+:127\\.0\\.0\\.1:" + address.port());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aUnixDomainSocketIsQuietOrRefusesAndAcceptsAgain(boolean refuse, @TempDir Path folder)
      throws Exception {
    UnixDomainSocketAddress path = UnixDomainSocketAddress.of(folder.resolve("a, b;c.sock"));
    UnixAddress address = new UnixAddress(path.getPath().toString());
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(path).configureBlocking(false);
      KeptSockets kept = KeptSockets.keep(Set.of(address), descriptors, reserve);
      assertThat(kept.missing()).isEmpty();
      assertThat(kept.paths()).containsExactly(address.path());
      if (refuse) {
        assertThat(kept.refuse(LIMIT, NOTHING)).isZero();
        assertThatThrownBy(() -> SocketChannel.open(path)).isInstanceOf(ConnectException.class);
        assertThat(kept.kept()).isEmpty();
        assertThat(kept.paths()).isEmpty();
      } else {
        kept.quiet();
        try (SocketChannel client = SocketChannel.open(path)) {
          assertThat(client.isConnected()).isTrue();
          assertThat(server.accept()).isNull();
          assertThat(descriptors.connections(kept.addresses())).isEqualTo(0);
        }
      }
      int[] fds = kept.kept();

      kept.resume();

      try (SocketChannel client = SocketChannel.open(path)) {
        SocketChannel accepted = server.accept();
        assertThat(accepted).isNotNull();
        assertThat(descriptors.connections(kept.addresses())).isEqualTo(1);
        accepted.close();
        assertThat(client.isConnected()).isTrue();
      }
      assertThat(kept.kept()).hasSize(1);
      assertThat(kept.description(7)).matches("7;\\d+:unix:[^,;]+");
      int fd = fds.length == 0 ? kept.kept()[0] : fds[0];
      kept.close();
      assertThat(Descriptors.identity(fd)).isNull();
    }
  }

  @Test
  void severalAreKeptInTheOrderOfTheirAddresses() throws Exception {
    try (ServerSocketChannel one = listener();
        ServerSocketChannel two = listener()) {
      for (List<TcpAddress> order :
          List.of(List.of(address(one), address(two)), List.of(address(two), address(one)))) {
        Set<ListenAddress> chosen = new LinkedHashSet<>();
        order.forEach(address -> chosen.add(address.chosenFor("a.Connector")));
        try (KeptSockets kept = KeptSockets.keep(chosen, descriptors, reserve)) {
          assertThat(kept.description(7))
              .matches(
                  "7;\\d+:127.0.0.1:%d\\*a.Connector,\\d+:127.0.0.1:%d\\*a.Connector"
                      .formatted(order.get(0).port(), order.get(1).port()));
        }
      }
    }
  }

  @Test
  void addressWithoutASocketIsMissing() throws IOException {
    try (ServerSocketChannel server = listener()) {
      ListenAddress wildcard = ListenAddress.of("0.0.0.0", address(server).port());

      try (KeptSockets kept = KeptSockets.keep(Set.of(wildcard), descriptors, reserve)) {
        assertThat(kept.missing()).containsExactly(wildcard);
        assertThat(kept.addresses()).isEmpty();
      }
    }
  }

  @Test
  void oldKernelsMarkEachDescriptorByItself() throws IOException {
    try (ServerSocketChannel server = listener();
        KeptSockets kept = KeptSockets.keep(Set.of(address(server)), descriptors, reserve)) {
      int fd = kept.kept()[0];
      ProcessImage.closeOnExec(fd, false);
      assertThat(closesOnExec(fd)).isFalse();

      ProcessImage.closeAllOnExec();

      assertThat(closesOnExec(fd)).isTrue();
    }
  }

  private static boolean closesOnExec(int fd) throws IOException {
    return Files.readString(Path.of("/proc/self/fdinfo/" + fd))
        .lines()
        .anyMatch(l -> l.matches("flags:\\s+0?2\\d{6}"));
  }

  private static ServerSocketChannel listener() throws IOException {
    return ServerSocketChannel.open()
        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  private static TcpAddress address(ServerSocketChannel server) throws IOException {
    InetSocketAddress local = (InetSocketAddress) server.getLocalAddress();
    return new TcpAddress(local.getAddress(), local.getPort());
  }
}
