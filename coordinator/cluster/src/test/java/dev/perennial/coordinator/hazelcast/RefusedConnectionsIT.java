package dev.perennial.coordinator.hazelcast;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hazelcast.cluster.Address;
import com.hazelcast.internal.networking.Channel;
import dev.perennial.coordinator.handshake.HandshakeException;
import dev.perennial.coordinator.hazelcast.MemberInternals.Kept;
import dev.perennial.coordinator.secret.ClusterSecret;
import dev.perennial.coordinator.secret.Handshake;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whoever can reach the cluster's port can be refused as often as he likes. Hazelcast 5.7 keeps the
 * channel of each connection that its interceptor refuses, about 2 KB: 88,000 connections in 32
 * seconds ended the host in an OutOfMemoryError.
 */
@Timeout(120)
final class RefusedConnectionsIT {
  /** One for all: its keys are made once, and that takes a while. */
  private static final ClusterSecret OTHER = ClusterSecret.of("not the secret of this test");

  private static final int COUNT = 300;
  private static final Servers SERVERS = new Servers();
  private static final int PORT = Servers.freePort();
  private static MemberInternals member;

  @BeforeAll
  static void open() {
    member = new MemberInternals(SERVERS.open("a", PORT).member());
  }

  @AfterAll
  static void close() {
    SERVERS.close();
  }

  /** What a peer does that connects and is not let in, or does not stay. */
  enum Guest {
    GARBAGE(says(garbage())),
    HTTP(says("GET /hazelcast/health HTTP/1.1\r\n\r\n".getBytes(US_ASCII))),
    MEMCACHE(says("version\r\n".getBytes(US_ASCII))),
    CLIENT(says("CP2 and more".getBytes(US_ASCII))),
    MEMBER_WITHOUT_THE_CHECK(says("HZC and more".getBytes(US_ASCII))),
    TLS(says(new byte[] {0x16, 3, 1, 0, 5, 1, 0, 0, 1, 0})),
    LEAVES_AT_ONCE(Socket::close),
    RESETS(
        socket -> {
          socket.setSoLinger(true, 0);
          socket.close();
        }),
    LEAVES_HALFWAY(
        socket -> {
          socket.getOutputStream().write(new byte[] {'P'});
          socket.close();
        }),
    HAS_ANOTHER_SECRET(
        socket -> {
          try {
            handshake(OTHER).connect(socket);
          } catch (HandshakeException e) {
            awaitClosed(socket);
          }
        }),
    SAYS_NOTHING(socket -> {}),
    STOPS_HALFWAY(socket -> socket.getOutputStream().write(new byte[] {'P'})),
    IS_LET_IN_AND_LEAVES(
        socket -> {
          handshake(Servers.SECRET).connect(socket);
          socket.close();
        }),
    IS_LET_IN_AND_SAYS_GARBAGE(
        socket -> {
          handshake(Servers.SECRET).connect(socket);
          says(garbage()).to(socket);
        });

    @SuppressWarnings("ImmutableEnumChecker") // a lambda without state
    private final Deed deed;

    Guest(Deed deed) {
      this.deed = deed;
    }

    private static Deed says(byte[] bytes) {
      return socket -> {
        socket.getOutputStream().write(bytes);
        awaitClosed(socket);
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsKeptOfAPeerThatConnects(Guest guest) throws IOException {
    Kept before = member.kept();
    List<Socket> open = new ArrayList<>();
    try {
      for (int i = 0; i < COUNT; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), PORT);
        open.add(socket);
        socket.setSoTimeout(10_000);
        guest.deed.to(socket);
      }
      open.forEach(RefusedConnectionsIT::awaitClosed);

      awaitKept(before);
    } finally {
      for (Socket socket : open) {
        socket.close();
      }
    }
  }

  /** They hold all places that strangers have, and would do so until their time is up. */
  @Test
  void idleStrangersKeepNoMemberOut() throws IOException {
    List<Socket> idle = new ArrayList<>();
    try {
      for (int i = 0; i < 200; i++) {
        idle.add(new Socket(InetAddress.getLoopbackAddress(), PORT));
      }
      for (int i = 0; i < 20; i++) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), PORT)) {
          assertThat(handshake(Servers.SECRET).connect(socket)).isNotNull();
        }
      }
    } finally {
      for (Socket socket : idle) {
        socket.close();
      }
    }
  }

  /** What a server does that this one connects to, and that is none of the cluster. */
  enum Host {
    HANGS_UP(COUNT, Socket::close),
    ANSWERS_GARBAGE(COUNT, socket -> socket.getOutputStream().write(garbage())),
    REFUSES_THE_SECRET(
        COUNT,
        socket -> {
          try {
            handshake(OTHER).accept(socket);
          } catch (HandshakeException e) {
            awaitClosed(socket);
          }
        }),
    SAYS_NOTHING(1, RefusedConnectionsIT::awaitClosed);

    private final int count;

    @SuppressWarnings("ImmutableEnumChecker") // a lambda without state
    private final Deed deed;

    Host(int count, Deed deed) {
      this.count = count;
      this.deed = deed;
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsKeptOfAServerThatIsNotTrusted(Host host) throws Exception {
    Kept before = member.kept();
    AtomicInteger asked = new AtomicInteger();
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread thread = new Thread(() -> serve(server, host.deed, asked), "host");
      thread.setDaemon(true);
      thread.start();

      Address address = new Address("127.0.0.1", server.getLocalPort());
      while (asked.get() < host.count) {
        connectTo(address);
      }

      awaitKept(before);
    }
  }

  @Test
  void nothingIsKeptOfAServerThatIsNotThere() throws Exception {
    Kept before = member.kept();
    Address address = new Address("127.0.0.1", Servers.freePort());

    for (int i = 0; i < COUNT; i++) {
      connectTo(address);
    }

    awaitKept(before);
  }

  /** What Hazelcast does where the own address cannot be bound any more. */
  @Test
  void aChannelThatHazelcastForgetsToCloseIsClosed() throws Exception {
    Kept before = member.kept();
    SocketChannel socket = SocketChannel.open();
    Channel abandoned = member.networking().register(channel -> {}, socket, true);

    awaitKept(before);

    assertThat(abandoned.isClosed()).isTrue();
    assertThat(socket.isOpen()).isFalse();
  }

  private static void connectTo(Address address) throws InterruptedException {
    var unused = member.connections().getOrConnect(address, true, 0);
    try {
      boolean done = member.connections().blockOnConnect(address, 10_000, 0);
      assertThat(done).isTrue();
    } catch (RuntimeException e) {
      // So it should be; anything but a failed connection is told by what is kept.
      assertThat(e.getCause()).isInstanceOf(ExecutionException.class);
    }
  }

  private static void serve(ServerSocket server, Deed deed, AtomicInteger asked) {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        socket.setSoTimeout(10_000);
        asked.incrementAndGet();
        deed.to(socket);
      } catch (IOException e) {
        // The peer was faster, or the test is over.
        Thread.onSpinWait();
      }
    }
  }

  private static void awaitKept(Kept wanted) {
    await()
        .atMost(Duration.ofSeconds(15))
        .untilAsserted(() -> assertThat(member.kept()).isEqualTo(wanted));
  }

  private static Handshake handshake(ClusterSecret secret) {
    return new Handshake(secret.keys("members"), "test", Duration.ofSeconds(10), System::nanoTime);
  }

  private static byte[] garbage() {
    byte[] bytes = new byte[500];
    Arrays.fill(bytes, (byte) 0xff);
    return bytes;
  }

  private static void awaitClosed(Socket socket) {
    try {
      InputStream in = socket.getInputStream();
      while (in.read() >= 0) {
        // What is said before that does not matter.
        Thread.onSpinWait();
      }
    } catch (IOException e) {
      // Reset, which is closed as well; a peer that does not close is told by what is kept.
      Thread.onSpinWait();
    }
  }

  /** What is done with a connection. */
  private interface Deed {
    void to(Socket socket) throws IOException;
  }
}
