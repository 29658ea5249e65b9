package dev.perennial.agent.evidence;

import dev.perennial.agent.evidence.heapdump.Findings;
import dev.perennial.agent.evidence.heapdump.HolderSearch;
import dev.perennial.agent.evidence.heapdump.HolderSearch.Held;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Makes heap dumps and asks them what keeps the heap, and who holds what has grown: in a process of
 * its own where there is the memory for one, here otherwise, where only the latter is told.
 */
final class HeapDumps {
  private static final int MOST_SOUGHT = 3;

  private final EvidenceSettings settings;
  private final DiagnosticCommands commands;
  private final List<String> examiner;

  /**
   * @param examiner arguments of a JVM that examines; empty if there is none
   */
  HeapDumps(EvidenceSettings settings, DiagnosticCommands commands, List<String> examiner) {
    this.settings = settings;
    this.commands = commands;
    this.examiner = examiner;
  }

  /**
   * What is looked for.
   *
   * @param buffers that are there; not sought if there are none
   * @param buffersFirst whether those are more urgent than what is on the heap
   */
  record Question(
      BufferPool buffers, boolean buffersFirst, ClassHistogram aged, ClassHistogram grown) {}

  /**
   * Makes a dump, reads it, and removes it if it is not to be kept.
   *
   * @param folder for it
   * @param heapBytes in use
   * @param deadline in nanoseconds of the monotonic clock
   * @throws IOException if there is not twice the room for it, or it cannot be read
   */
  Findings find(Path folder, long heapBytes, Question question, long deadline)
      throws IOException, InterruptedException {
    long free = Files.getFileStore(folder).getUsableSpace();
    if (free / 2 < heapBytes) {
      throw new IOException("the heap has " + heapBytes + " bytes, the disk " + free + " free");
    }
    Path dump = folder.resolve(EvidenceFolder.HEAP_DUMP);
    try {
      commands.dumpHeap(dump);
      List<Held> sought = sought(question);
      Examiner child = new Examiner(examiner, folder);
      String obstacle = child.obstacle(Files.size(dump));
      Findings found =
          obstacle.isEmpty()
              ? child.examine(dump, sought, TimeUnit.NANOSECONDS.toSeconds(left(deadline)))
              : new Findings(List.of(), List.of(), Map.of(), List.of(obstacle));
      return found.shares().isEmpty() && left(deadline) > 0
          ? heldBy(found, dump, sought, deadline)
          : found;
    } finally {
      if (settings.heapDump() != EvidenceSettings.HeapDump.KEEP) {
        Files.deleteIfExists(dump);
      }
    }
  }

  private static long left(long deadline) {
    return deadline - System.nanoTime();
  }

  /** Looks here for what that process has not told. */
  private static Findings heldBy(Findings found, Path dump, List<Held> sought, long deadline) {
    try {
      return found.withShares(
          HolderSearch.of(
              dump,
              sought,
              Suspects::isCarrier,
              ClassHistogram::source,
              () -> Thread.currentThread().isInterrupted() || left(deadline) < 0));
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      return found.withProblem("who holds what (" + e.getMessage() + ")");
    }
  }

  /** What comes later may be out of time. */
  private static List<Held> sought(Question question) {
    List<Held> sought = new ArrayList<>();
    question.grown().sizes().entrySet().stream()
        .filter(e -> Suspects.isCarrier(e.getKey()) && !e.getKey().equals(BufferPool.CLASS))
        .sorted(
            Comparator.comparingLong(
                (Map.Entry<String, ClassHistogram.Size> e) -> -e.getValue().bytes()))
        .limit(MOST_SOUGHT)
        .map(Map.Entry::getKey)
        .forEach(name -> sought.add(Held.onHeap(name, question.aged().sizes().get(name).bytes())));
    if (question.buffers().bytes() > 0) {
      sought.add(
          question.buffersFirst() ? 0 : sought.size(),
          Held.directBuffers(question.buffers().bytes()));
    }
    return sought;
  }
}
