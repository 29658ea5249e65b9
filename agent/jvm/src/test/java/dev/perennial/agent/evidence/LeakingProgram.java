package dev.perennial.agent.evidence;

import dev.perennial.agent.evidence.EvidenceSettings.HeapDump;
import dev.perennial.agent.restart.MemoryReserve;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Leaks as the sample application does, in a JVM of its own: what has a name, then arrays that have
 * none, then until the heap is full. Meanwhile a cache of its fills up, and other threads make
 * garbage. Tells who was named.
 */
final class LeakingProgram {
  private static final int BLOCK = 1024;
  private static final int LEAKED = 60 << 10;
  private static final Aging AGING = new Aging("s1", "", Instant.EPOCH, List.of(), List.of(), "");

  private final Path folder;
  private final boolean fills;
  private final Map<Integer, Order> orders = new LinkedHashMap<>();
  private volatile boolean over;
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong refusals = new AtomicLong();

  private LeakingProgram(Path folder, boolean fills) {
    this.folder = folder;
    this.fills = fills;
  }

  /** Of those there is a number that has nothing to do with age. */
  private record Order(int number, byte[] lines) {}

  private static final class Receipt {
    private final byte[] text = new byte[BLOCK];

    int length() {
      return text.length;
    }
  }

  private static final class Archive {
    final List<byte[]> pages = new ArrayList<>();
  }

  /** Takes the folder for the evidence, and whether to fill the heap in the end. */
  public static void main(String[] arguments) throws Exception {
    new LeakingProgram(Path.of(arguments[0]), Boolean.parseBoolean(arguments[1])).run();
  }

  private void run() throws Exception {
    Thread load = new Thread(this::makeGarbage, "load");
    load.start();
    try {
      keepOrders(0, 2_000);
      System.out.println("receipts: " + namedReceipts());
      System.out.println("archive: " + namedArchive());
      if (fills) {
        System.out.println("full: " + namedOfFullHeap());
      }
    } finally {
      over = true;
      load.join();
    }
  }

  private String namedReceipts() throws IOException {
    EvidenceCollector collector = young("receipts", HeapDump.NONE);
    List<Receipt> receipts = new ArrayList<>();
    for (int i = 0; i < LEAKED; i++) {
      Receipt receipt = new Receipt();
      bytes.addAndGet(receipt.length());
      receipts.add(receipt);
    }
    keepOrders(2_000, 5_000);
    return firstSuspect(collector, receipts);
  }

  private String namedArchive() throws IOException {
    EvidenceCollector collector = young("archive", HeapDump.READ);
    Archive archive = new Archive();
    for (int i = 0; i < LEAKED; i++) {
      archive.pages.add(new byte[BLOCK]);
    }
    keepOrders(5_000, 7_000);
    return firstSuspect(collector, archive);
  }

  /** Whoever asks for memory now is refused. */
  private String namedOfFullHeap() throws IOException {
    EvidenceCollector collector = young("full", HeapDump.NONE);
    MemoryReserve reserve = new MemoryReserve(Runtime.getRuntime().maxMemory());
    reserve.take();
    Receipt[] receipts = new Receipt[1 << 20];
    try {
      for (int i = 0; i < receipts.length; i++) {
        receipts[i] = new Receipt();
      }
      throw new IllegalStateException("the heap is not full");
    } catch (OutOfMemoryError e) {
      reserve.release();
      EvidenceResult result = save(collector, receipts);
      Arrays.fill(receipts, null);
      return firstSuspect(result);
    }
  }

  private EvidenceCollector young(String name, HeapDump dump) {
    EvidenceSettings settings =
        new EvidenceSettings(
            folder.resolve(name), 1, 1 << 20, Duration.ofSeconds(60), 500, dump, false);
    EvidenceCollector collector =
        new EvidenceCollector(settings, new DiagnosticCommands(), InstantSource.system());
    if (!collector.takeEarlyBaseline() || !collector.takeBaseline()) {
      throw new IllegalStateException("no baseline");
    }
    return collector;
  }

  private void keepOrders(int from, int until) {
    for (int i = from; i < until; i++) {
      orders.put(i, new Order(i, new byte[100]));
    }
  }

  private void makeGarbage() {
    while (!over) {
      try {
        bytes.addAndGet(new byte[BLOCK].length);
      } catch (OutOfMemoryError e) {
        refusals.incrementAndGet();
      }
      Thread.onSpinWait();
    }
  }

  private static String firstSuspect(EvidenceCollector collector, Object leaked)
      throws IOException {
    return firstSuspect(save(collector, leaked));
  }

  /** What has leaked is still there when the evidence is saved. */
  private static EvidenceResult save(EvidenceCollector collector, Object leaked) {
    try {
      return collector.collect(AGING);
    } finally {
      Reference.reachabilityFence(leaked);
    }
  }

  private static String firstSuspect(EvidenceResult result) throws IOException {
    Path saved = result.folder();
    if (saved == null) {
      throw new IllegalStateException(result.sentence());
    }
    List<String> lines = Files.readAllLines(saved.resolve("report.txt"));
    int title = lines.indexOf("Classes that explain the heap");
    return lines.get(title + 3).strip().split(" ")[0];
  }
}
