package dev.perennial.agent.evidence;

import dev.perennial.agent.evidence.heapdump.HolderSearch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Makes heap dumps and asks them who holds what has grown. */
final class HeapDumps {
  private static final int MOST_SOUGHT = 3;

  /** Small on the heap, large outside of it. */
  private static final String DIRECT = "java.nio.DirectByteBuffer";

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
   * @param enough asked from time to time whether to give up
   * @throws IOException if there is not twice the room for it, or it cannot be read
   */
  Holders holders(
      Path folder,
      long heapBytes,
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
      return new Holders(
          HolderSearch.of(
              dump, sought(aged, grown), Suspects::isCarrier, ClassHistogram::source, enough));
    } finally {
      if (settings.heapDump() != EvidenceSettings.HeapDump.KEEP) {
        Files.deleteIfExists(dump);
      }
    }
  }

  private static List<HolderSearch.Held> sought(ClassHistogram aged, ClassHistogram grown) {
    Stream<String> most =
        grown.sizes().entrySet().stream()
            .filter(e -> Suspects.isCarrier(e.getKey()))
            .sorted(
                Comparator.comparingLong(
                    (Map.Entry<String, ClassHistogram.Size> e) -> -e.getValue().bytes()))
            .limit(MOST_SOUGHT)
            .map(Map.Entry::getKey);
    return Stream.concat(most, Stream.of(DIRECT).filter(aged.sizes()::containsKey))
        .distinct()
        .map(name -> new HolderSearch.Held(name, aged.sizes().get(name).bytes()))
        .toList();
  }
}
