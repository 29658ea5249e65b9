package dev.perennial.agent.clean;

import dev.perennial.agent.evidence.DiagnosticCommands;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Collects all garbage and has the JVM give native memory back to the system. */
public final class MemoryCleaner {
  private static final Path STATUS = Path.of("/proc/self/status");

  private final DiagnosticCommands commands;
  private final FullCollection collection;

  /** Makes a cleaner. */
  public MemoryCleaner(DiagnosticCommands commands) {
    this.commands = commands;
    this.collection = new FullCollection(commands);
  }

  /** Frees what can be freed; stops the application for a full collection. Throws nothing. */
  public Cleaning.OfMemory clean() {
    long heapBefore = heap();
    long residentBefore = resident();
    collection.run();
    boolean trimmed = trim();
    return new Cleaning.OfMemory(heapBefore, heap(), residentBefore, resident(), trimmed);
  }

  /** Gives back what the C library keeps, as {@link #clean} does, without a collection. */
  public boolean trim() {
    try {
      commands.run("systemTrimNativeHeap");
      return true;
    } catch (UnsupportedOperationException e) {
      // Not every JVM has it; the result says so.
      return false;
    }
  }

  private static long heap() {
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  static long resident() {
    try {
      for (String line : Files.readAllLines(STATUS, StandardCharsets.ISO_8859_1)) {
        if (line.startsWith("VmRSS:")) {
          return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
        }
      }
    } catch (IOException | NumberFormatException e) {
      // No /proc: not known.
      return -1;
    }
    return -1;
  }
}
