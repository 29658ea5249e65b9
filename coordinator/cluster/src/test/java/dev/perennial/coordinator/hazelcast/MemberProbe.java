package dev.perennial.coordinator.hazelcast;

import dev.perennial.coordinator.roster.Protocol;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.Optional;

/** Starts one member in a JVM of its own and says what it costs; for a test to read. */
final class MemberProbe {
  private MemberProbe() {}

  public static void main(String[] args) {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    long heapBefore = heap(memory);
    long otherBefore = memory.getNonHeapMemoryUsage().getUsed();
    int threadsBefore = ManagementFactory.getThreadMXBean().getThreadCount();
    long before = System.nanoTime();

    HazelcastRosterStore store =
        HazelcastRosterStore.open(
            Servers.settings("probe", Servers.SECRET, Integer.parseInt(args[0])),
            Protocol.OURS,
            MemberProbe.class.getClassLoader(),
            System::nanoTime,
            new HazelcastRosterStore.Events(
                line -> System.out.println("log: " + line),
                () -> {},
                proof -> System.out.println("refused: " + proof),
                why -> System.out.println("died: " + why)),
            new SecretDoubts(System::nanoTime),
            Optional.empty());
    long millis = (System.nanoTime() - before) / 1_000_000;
    store.replace(0, Samples.roster(1));
    store.replace(1, Samples.roster(2));
    store.report(Samples.report("probe", 1));
    System.out.println(
        "epoch " + store.roster().orElseThrow().epoch() + ", reports " + store.reports().size());
    System.out.printf(
        "started in %d ms, +%d threads, +%.1f MiB heap, +%.1f MiB non-heap, alive %s%n",
        millis,
        ManagementFactory.getThreadMXBean().getThreadCount() - threadsBefore,
        (heap(memory) - heapBefore) / 1048576.0,
        (memory.getNonHeapMemoryUsage().getUsed() - otherBefore) / 1048576.0,
        store.alive());
    // Ends here without closing: the member must not keep the JVM alive.
  }

  private static long heap(MemoryMXBean memory) {
    System.gc();
    return memory.getHeapMemoryUsage().getUsed();
  }
}
