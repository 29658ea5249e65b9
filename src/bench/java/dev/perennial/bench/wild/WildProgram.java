package dev.perennial.bench.wild;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Programs that age each in its own way, or only fill a cache. They begin when their input has a
 * byte for it, and say "end of life" when they are refused what they need; in the life after that
 * there is no byte.
 */
final class WildProgram {
  static final String END = "end of life: ";

  private static final int TURN_MILLIS = 50;
  private static final int TURNS_A_SECOND = 1000 / TURN_MILLIS;
  private static final int KIB = 1024;
  private static final int PAGE = 4096;

  /** With what else lives it comes to 55 % of the heap. */
  private static final double CACHE_PART = 0.45;

  private static final int CACHE_SECONDS = 240;
  private static final int CACHE_OVERHEAD_BYTES = 130;

  @SuppressWarnings("UnusedVariable") // It is there to be garbage.
  private static volatile Object used = "";

  private WildProgram() {}

  /** Takes what to do; what leaks, with how much a twentieth of a second, as in "netty:20". */
  public static void main(String[] args) throws Exception {
    if (args[0].startsWith("failing")) {
      FailingServer.serve(args[0]);
      return;
    }
    if (System.in.read() >= 0) {
      try {
        run(args[0]);
      } catch (OutOfMemoryError | IOException e) {
        System.out.println(END + e);
      }
    }
    new CountDownLatch(1).await();
  }

  private static void run(String what) throws IOException, InterruptedException {
    String[] parts = what.split(":", 2);
    int aTurn = parts.length == 2 ? Integer.parseInt(parts[1]) : 0;
    switch (parts[0]) {
      case "cache" -> cache();
      case "mappings" -> map(aTurn);
      case "netty" -> buffers(aTurn);
      case "finalizers" -> finalizers(aTurn);
      default -> throw new IllegalArgumentException(what);
    }
  }

  /** Fills within four minutes, and from then on takes new entries for old ones. */
  @SuppressWarnings("InfiniteLoopStatement")
  private static void cache() throws InterruptedException {
    long most =
        (long) (CACHE_PART * Runtime.getRuntime().maxMemory() / (KIB + CACHE_OVERHEAD_BYTES));
    Cache<Long, byte[]> cache = Caffeine.newBuilder().maximumSize(most).build();
    long aTurn = Math.max(1, most / CACHE_SECONDS / TURNS_A_SECOND);
    for (long next = 0; ; next += aTurn) {
      for (long i = next; i < next + aTurn; i++) {
        cache.put(i, new byte[KIB]);
        used = new byte[10 * KIB];
      }
      TimeUnit.MILLISECONDS.sleep(TURN_MILLIS);
    }
  }

  @SuppressWarnings("InfiniteLoopStatement")
  private static void map(int aTurn) throws IOException, InterruptedException {
    List<Object> kept = new ArrayList<>();
    Path file = Files.createTempFile("mapped", ".bin");
    Files.write(file, new byte[2 * PAGE]);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.DELETE_ON_CLOSE, StandardOpenOption.READ)) {
      while (true) {
        for (int i = 0; i < aTurn; i++) {
          // The kernel makes one mapping of neighbours: of two pages in their order, that is.
          kept.add(channel.map(MapMode.READ_ONLY, kept.size() % 2 * (long) PAGE, PAGE));
        }
        TimeUnit.MILLISECONDS.sleep(TURN_MILLIS);
      }
    }
  }

  @SuppressWarnings({"InfiniteLoopStatement", "ModifiedButNotUsed"}) // They are to be kept.
  private static void buffers(int kibATurn) throws InterruptedException {
    List<Object> kept = new ArrayList<>();
    while (true) {
      kept.add(UnpooledByteBufAllocator.DEFAULT.directBuffer(kibATurn * KIB));
      TimeUnit.MILLISECONDS.sleep(TURN_MILLIS);
    }
  }

  /** The first one's finalizer waits for ever. */
  @SuppressWarnings("InfiniteLoopStatement")
  private static void finalizers(int aTurn) throws InterruptedException {
    while (true) {
      for (int i = 0; i < aTurn; i++) {
        used = new Finalized();
      }
      TimeUnit.MILLISECONDS.sleep(TURN_MILLIS);
    }
  }

  private static final class Finalized {
    private final byte[] data = new byte[KIB];

    @Override
    @SuppressWarnings({"deprecation", "removal", "Finalize"})
    protected void finalize() throws Throwable {
      used = data;
      new CountDownLatch(1).await();
      super.finalize();
    }
  }
}
