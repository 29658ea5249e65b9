package dev.perennial.coordinator.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perennial.coordinator.hazelcast.MemberInternals.Kept;
import dev.perennial.coordinator.secret.ClusterSecret;
import dev.perennial.coordinator.secret.Handshake;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * A process that connects to the cluster's port and resets the connection, again and again: what
 * one connection left behind would add up. {@code src/e2e/knocks} does so a million times.
 */
@Tag("full")
@Timeout(value = 3, unit = TimeUnit.HOURS)
@Isolated("it measures the heap of this JVM")
final class ManyKnocksIT {
  private static final int TIMES = Integer.getInteger("knocks.times", 100_000);

  /** Until the member has the threads that it will have. */
  private static final int WARM_UP = 2_000;

  /** They come and go with the work; those that check secrets are 64 at most. */
  private static final int THREAD_SLACK = 32;

  /** 90,000 connections of 2.1 KB would be 189 MB. */
  private static final long HEAP_SLACK = 1 << 20;

  @Test
  void nothingAddsUpOverManyConnections() throws Exception {
    try (Servers servers = new Servers()) {
      int port = Servers.freePort();
      MemberInternals member = new MemberInternals(servers.open("a", port).member());
      Kept before = member.kept();

      Knocker.run(port, WARM_UP);
      Figures early = after(TIMES / 10, port, member, before);
      Figures late = after(TIMES - TIMES / 10, port, member, before);

      assertThat(late.heap - early.heap).as("heap").isLessThan(HEAP_SLACK);
      assertThat(late.threads - early.threads).as("threads").isLessThanOrEqualTo(THREAD_SLACK);
      assertThat(late.descriptors - early.descriptors).as("descriptors").isLessThanOrEqualTo(4);
      handshake(Servers.SECRET, port);
    }
  }

  /** What there is once all connections have come to their end. */
  private record Figures(long heap, int threads, long descriptors) {}

  private static Figures after(int times, int port, MemberInternals member, Kept before)
      throws Exception {
    long began = System.nanoTime();
    Knocker.run(port, times);
    await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(() -> assertThat(member.kept()).isEqualTo(before));
    Figures figures =
        new Figures(heap(), ManagementFactory.getThreadMXBean().getThreadCount(), descriptors());
    System.out.printf(
        "%,d connections in %d s: %,d KB of heap, %d threads, %d descriptors%n",
        times,
        TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began),
        figures.heap >> 10,
        figures.threads,
        figures.descriptors);
    return figures;
  }

  private static long heap() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 4; i++) {
      System.gc();
      least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return least;
  }

  private static long descriptors() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }

  /** The port still does what it is for. */
  private static void handshake(ClusterSecret secret, int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      new Handshake(secret.keys("members"), "test", Duration.ofSeconds(60), System::nanoTime)
          .connect(socket);
    }
  }
}
