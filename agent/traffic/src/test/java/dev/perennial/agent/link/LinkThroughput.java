package dev.perennial.agent.link;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perennial.coordinator.handshake.ProofKeys;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;

/** Measures a link on loopback, both ends in one JVM; run by hand. */
final class LinkThroughput {
  private LinkThroughput() {}

  public static void main(String[] args) throws Exception {
    ProofKeys keys = ProofKeys.of("0123456789abcdef0123456789abcdef".getBytes(UTF_8));
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    LinkSettings settings = LinkSettings.defaults();
    LinkServer.Config config =
        new LinkServer.Config(
            keys,
            () -> new LinkPeer("B", 1, "state"),
            peer -> "",
            (peer, request) -> new byte[8],
            settings,
            timer,
            System::nanoTime,
            System.out::println,
            System.out::println);
    InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    LinkClient client =
        new LinkClient(
            () -> keys, () -> new LinkPeer("A", 1, "state"), settings, timer, System::nanoTime);
    try (LinkServer server = LinkServer.start(loopback, config);
        Link link =
            client.connect(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()), "B")) {
      for (int size : new int[] {2 << 10, 8 << 10, 64 << 10, 1 << 20}) {
        for (int run = 0; run < 4; run++) {
          System.out.printf("%8d bytes: %6.0f MB/s%n", size, measure(link, size));
        }
      }
    } finally {
      timer.shutdownNow();
    }
  }

  private static double measure(Link link, int size) {
    byte[] bytes = new byte[size];
    int count = (256 << 20) / size;
    AtomicInteger answered = new AtomicInteger();
    long began = System.nanoTime();
    CompletableFuture<?> last = CompletableFuture.completedFuture(null);
    for (int i = 0; i < count; i++) {
      last = link.request(bytes, Duration.ofSeconds(30)).thenRun(answered::incrementAndGet);
    }
    last.join();
    while (answered.get() < count) {
      Thread.onSpinWait();
    }
    return (double) size * count / 1e6 / ((System.nanoTime() - began) / 1e9);
  }
}
