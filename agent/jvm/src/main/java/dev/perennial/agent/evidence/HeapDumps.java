package dev.perennial.agent.evidence;

import dev.perennial.agent.evidence.heapdump.HolderSearch;
import dev.perennial.agent.evidence.heapdump.HolderSearch.Held;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Makes heap dumps and asks them who holds what has grown. */
final class HeapDumps {
  private static final int MOST_SOUGHT = 3;

  private final EvidenceSettings settings;
  private final DiagnosticCommands commands;

  HeapDumps(EvidenceSettings settings, DiagnosticCommands commands) {
    this.settings = settings;
    this.commands = commands;
  }

  /**
   * Makes a dump, reads it, and removes it if it is not to be kept.
   *
   * @param folder for it
   * @param heapBytes in use
   * @param buffers that are there; not sought if there are none
   * @param buffersFirst whether those are more urgent than what is on the heap
   * @param enough asked from time to time whether to give up
   * @throws IOException if there is not twice the room for it, or it cannot be read
   */
  Holders holders(
      Path folder,
      long heapBytes,
      BufferPool buffers,
      boolean buffersFirst,
      ClassHistogram aged,
      ClassHistogram grown,
      BooleanSupplier enough)
      throws IOException {
    long free = Files.getFileStore(folder).getUsableSpace();
    if (free / 2 < heapBytes) {
      throw new IOException("the heap has " + heapBytes + " bytes, the disk " + free + " free");
    }
    Path dump = folder.resolve(EvidenceFolder.HEAP_DUMP);
    try {
      commands.dumpHeap(dump);
      return Holders.of(
          HolderSearch.of(
              dump,
              sought(aged, grown, buffers, buffersFirst),
              Suspects::isCarrier,
              ClassHistogram::source,
              enough));
    } finally {
      if (settings.heapDump() != EvidenceSettings.HeapDump.KEEP) {
        Files.deleteIfExists(dump);
      }
    }
  }

  /** What comes later may be out of time. */
  private static List<Held> sought(
      ClassHistogram aged, ClassHistogram grown, BufferPool buffers, boolean buffersFirst) {
    List<Held> sought = new ArrayList<>();
    grown.sizes().entrySet().stream()
        .filter(e -> Suspects.isCarrier(e.getKey()) && !e.getKey().equals(BufferPool.CLASS))
        .sorted(
            Comparator.comparingLong(
                (Map.Entry<String, ClassHistogram.Size> e) -> -e.getValue().bytes()))
        .limit(MOST_SOUGHT)
        .map(Map.Entry::getKey)
        .forEach(name -> sought.add(Held.onHeap(name, aged.sizes().get(name).bytes())));
    if (buffers.bytes() > 0) {
      sought.add(buffersFirst ? 0 : sought.size(), Held.directBuffers(buffers.bytes()));
    }
    return sought;
  }
}
