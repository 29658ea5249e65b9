package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.testing.cluster.Cluster;
import dev.perennial.testing.cluster.Server;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * An upload and a download of 1 GB, four times the server's heap, that have begun when their server
 * is switched over, and end before it restarts.
 */
@Timeout(600)
@Tag("full")
final class BulkIT {
  private static final long BYTES = 1L << 30;
  private static final int PERIOD = 251;
  private static final byte[] BLOCK = new byte[PERIOD * 256];

  static {
    for (int i = 0; i < BLOCK.length; i++) {
      BLOCK[i] = (byte) (i % PERIOD);
    }
  }

  private final ExecutorService clients = Executors.newCachedThreadPool();

  @Test
  void whatIsUnderWayAtTheSwitchEndsWhole() throws Exception {
    try (Cluster cluster = Clusters.of("bulk", "11").with("perennial.drain.limit", "2m")) {
      Server aging = cluster.add("s1", "primary");
      cluster.add("s2", "spare");
      for (Server server : cluster.servers()) {
        WebApp.lay(cluster, server, "bulk", List.of("Bulk.java"));
      }
      cluster.start();
      Object started = aging.startTime();
      CountDownLatch switched = new CountDownLatch(1);
      CountDownLatch begun = new CountDownLatch(2);
      CompletableFuture<String> upload =
          CompletableFuture.supplyAsync(() -> upload(aging.httpPort, begun, switched), clients);
      CompletableFuture<Long> download =
          CompletableFuture.supplyAsync(() -> download(aging.httpPort, begun, switched), clients);
      assertThat(begun.await(1, TimeUnit.MINUTES)).isTrue();

      aging.call(Server.SERVER_BEAN, "rejuvenate");
      cluster.awaitSaid("switched over to s2");
      switched.countDown();

      assertThat(upload.get(2, TimeUnit.MINUTES)).startsWith("HTTP/1.1 200").endsWith("" + BYTES);
      assertThat(download.get(2, TimeUnit.MINUTES)).isEqualTo(BYTES);
      cluster.awaitRestart(aging, started);
      assertThat(aging.agentLog()).doesNotContain("cut ").doesNotContain("still open");
    } finally {
      clients.shutdownNow();
    }
  }

  /** Sends a hundredth, and the rest once its server is switched over. */
  private static String upload(int port, CountDownLatch begun, CountDownLatch switched) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      OutputStream out = socket.getOutputStream();
      out.write(
          ("POST /bulk/bulk HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: "
                  + BYTES
                  + "\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      for (long sent = 0; sent < BYTES; sent += BLOCK.length) {
        out.write(BLOCK, 0, (int) Math.min(BLOCK.length, BYTES - sent));
        if (sent <= BYTES / 100 && sent + BLOCK.length > BYTES / 100) {
          begun.countDown();
          switched.await();
        }
      }
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      socket.getInputStream().transferTo(answer);
      return answer.toString(StandardCharsets.US_ASCII);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Reads the head, and the rest once its server is switched over. */
  private static long download(int port, CountDownLatch begun, CountDownLatch switched) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket
          .getOutputStream()
          .write(
              ("GET /bulk/bulk?bytes="
                      + BYTES
                      + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      StringBuilder head = new StringBuilder();
      while (!head.toString().endsWith("\r\n\r\n")) {
        head.append((char) in.read());
      }
      begun.countDown();
      switched.await();
      byte[] read = new byte[1 << 16];
      long count = 0;
      for (int n = in.read(read); n >= 0; n = in.read(read)) {
        for (int i = 0; i < n; i++) {
          if (read[i] != (byte) ((count + i) % PERIOD)) {
            throw new IllegalStateException("byte " + (count + i));
          }
        }
        count += n;
      }
      return count;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
