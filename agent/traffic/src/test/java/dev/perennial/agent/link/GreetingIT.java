package dev.perennial.agent.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.perennial.coordinator.handshake.ProofKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Timeout(120)
class GreetingIT {
  private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();

  /** As fcntl.h has it for x86-64 and aarch64. */
  private static final int O_NONBLOCK = 04000;

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final ConcurrentLinkedQueue<String> log = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> refused = new ConcurrentLinkedQueue<>();

  @AfterEach
  void close() {
    timer.shutdownNow();
  }

  private static LinkSettings within(Duration limit) {
    LinkSettings d = LinkSettings.defaults();
    return new LinkSettings(
        limit,
        d.maxPendingHandshakes(),
        d.maxConnections(),
        d.maxMessageBytes(),
        d.windowBytes(),
        d.handlerThreads(),
        d.idleLimit());
  }

  private LinkServer server(LinkSettings settings) throws IOException {
    return LinkServer.start(
        new InetSocketAddress(HERE, 0),
        new LinkServer.Config(
            ProofKeys.of(KEY),
            () -> new LinkPeer("B", 3, "state"),
            peer -> "",
            (peer, request) -> request,
            settings,
            timer,
            System::nanoTime,
            log::add,
            refused::add));
  }

  private LinkClient client(LinkSettings settings) {
    return new LinkClient(
        () -> ProofKeys.of(KEY),
        () -> new LinkPeer("A", 7, "state"),
        settings,
        timer,
        System::nanoTime);
  }

  @Test
  void aServerThatSaysNothingIsGivenUp() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, HERE)) {
      assertThatExceptionOfType(LinkRefusedException.class)
          .isThrownBy(
              () ->
                  client(within(Duration.ofMillis(300)))
                      .connect(new InetSocketAddress(HERE, silent.getLocalPort()), "B"))
          .withMessage("the peer did not finish the handshake within 300 ms");
    }
  }

  /** Its keys are made in another way: it would only be told that it has another secret. */
  @Test
  void anEarlierAgentIsNamedAtEitherEnd() throws Exception {
    byte[] hello = Arrays.copyOf("PERLINK1".getBytes(UTF_8), 84);
    try (ServerSocket earlier = new ServerSocket(0, 5, HERE);
        LinkServer server = server(within(Duration.ofSeconds(20)));
        Socket client = new Socket(HERE, server.port())) {
      CompletableFuture<Void> answered = CompletableFuture.runAsync(() -> say(earlier, hello));
      assertThatExceptionOfType(LinkRefusedException.class)
          .isThrownBy(
              () ->
                  client(within(Duration.ofSeconds(20)))
                      .connect(new InetSocketAddress(HERE, earlier.getLocalPort()), "B"))
          .withMessageStartingWith(
              "the peer has an agent of protocol 3 or earlier, this agent knows 4: give both");
      answered.join();

      client.getOutputStream().write(hello);

      await()
          .untilAsserted(
              () -> assertThat(log).anyMatch(line -> line.contains("protocol 3 or ear")));
      assertThat(refused).isEmpty();
    }
  }

  private static void say(ServerSocket server, byte[] hello) {
    try (Socket accepted = server.accept()) {
      accepted.getOutputStream().write(hello);
      accepted.getInputStream().readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Linux passes over who would connect to a full queue, as a dead host would. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void whereNobodyTakesTheConnectionItIsGivenUp() throws Exception {
    try (ServerSocket full = new ServerSocket(0, 1, HERE);
        Full queue = Full.of((InetSocketAddress) full.getLocalSocketAddress())) {
      assertThatExceptionOfType(SocketTimeoutException.class)
          .isThrownBy(() -> client(within(Duration.ofMillis(300))).connect(queue.address(), "B"));
    }
  }

  /** Connections that nobody accepts, as many as there is room for. */
  private record Full(InetSocketAddress address, List<Socket> sockets) implements AutoCloseable {
    static Full of(InetSocketAddress address) throws IOException {
      Full full = new Full(address, new ArrayList<>());
      try {
        while (true) {
          Socket socket = new Socket();
          full.sockets.add(socket);
          socket.connect(address, 300);
        }
      } catch (SocketTimeoutException e) {
        return full;
      }
    }

    @Override
    public void close() throws IOException {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  @Test
  void whoSpeaksByteByByteHasNoMoreTime() throws Exception {
    try (LinkServer server = server(within(Duration.ofMillis(300)));
        Socket slow = new Socket(HERE, server.port())) {
      var drops =
          timer.scheduleWithFixedDelay(() -> speak(slow, 'P'), 0, 20, TimeUnit.MILLISECONDS);

      await().until(() -> server.connections() == 0);
      drops.cancel(false);
      assertThat(log).singleElement().asString().contains("within 300 ms");
    }
  }

  private static void speak(Socket socket, char character) {
    try {
      socket.getOutputStream().write(character);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The JDK would ask, wait and ask again for each read of a socket that is not blocking. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void socketsBlockAfterTheHandshake() throws Exception {
    try (LinkServer server = server(LinkSettings.defaults());
        Link link =
            client(LinkSettings.defaults())
                .connect(new InetSocketAddress(HERE, server.port()), "B")) {
      assertThat(link.request(new byte[] {5}, Duration.ofSeconds(60)).get()).containsExactly(5);

      assertThat(flags(server.port()))
          .as("of both ends")
          .hasSize(2)
          .allSatisfy(flags -> assertThat(flags & O_NONBLOCK).isZero());
    }
  }

  /** Returns the flags of this process's established connections at a port, at either end. */
  private static List<Integer> flags(int port) throws IOException {
    Set<String> sockets = sockets(port);
    List<Integer> flags = new ArrayList<>();
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      for (Path descriptor : descriptors.toList()) {
        try {
          if (sockets.contains(Files.readSymbolicLink(descriptor).toString())) {
            flags.add(flagsOf(descriptor));
          }
        } catch (NoSuchFileException e) {
          // It has just been closed.
        }
      }
    }
    return flags;
  }

  private static int flagsOf(Path descriptor) throws IOException {
    Path info = Path.of("/proc/self/fdinfo").resolve(descriptor.getFileName());
    return Files.readAllLines(info).stream()
        .filter(line -> line.startsWith("flags:"))
        .map(line -> Integer.parseInt(line.substring("flags:".length()).strip(), 8))
        .findFirst()
        .orElseThrow();
  }

  private static Set<String> sockets(int port) throws IOException {
    String hex = String.format(":%04X", port);
    String established = "01";
    List<String> lines = new ArrayList<>(Files.readAllLines(Path.of("/proc/self/net/tcp")));
    lines.addAll(Files.readAllLines(Path.of("/proc/self/net/tcp6")));
    return lines.stream()
        .map(line -> line.strip().split("\\s+"))
        .filter(f -> f.length > 9 && f[3].equals(established))
        .filter(f -> f[1].endsWith(hex) || f[2].endsWith(hex))
        .map(f -> "socket:[" + f[9] + "]")
        .collect(Collectors.toSet());
  }
}
