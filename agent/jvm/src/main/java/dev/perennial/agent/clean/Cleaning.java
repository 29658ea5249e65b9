package dev.perennial.agent.clean;

import java.util.List;

/** What a rung of the ladder has brought. Sizes are in bytes. */
public sealed interface Cleaning {

  /** Returns it as one sentence. */
  String sentence();

  /**
   * Of files.
   *
   * @param files removed
   * @param bytes removed
   * @param inUse files left because this process has them open
   * @param problems what could not be done, in words
   */
  record OfFiles(long files, long bytes, long inUse, List<String> problems) implements Cleaning {
    @Override
    public String sentence() {
      return files
          + " files of "
          + bytes
          + " bytes removed, "
          + inUse
          + " in use left"
          + (problems.isEmpty() ? "" : "; " + String.join("; ", problems));
    }
  }

  /**
   * Of buffers outside the heap, and of the caches that applications have registered.
   *
   * @param flushed bytes that the registered caches say they have let go
   * @param problems what could not be done, in words
   */
  record OfBuffers(
      long countBefore,
      long countAfter,
      long bytesBefore,
      long bytesAfter,
      long flushed,
      List<String> problems)
      implements Cleaning {
    @Override
    public String sentence() {
      return "direct buffers "
          + countBefore
          + " -> "
          + countAfter
          + ", "
          + bytesBefore
          + " -> "
          + bytesAfter
          + " bytes"
          + (flushed > 0 ? "; registered caches let go " + flushed + " bytes" : "")
          + (problems.isEmpty() ? "" : "; " + String.join("; ", problems));
    }
  }

  /**
   * Of memory.
   *
   * @param residentBefore of the process; -1 if not known
   * @param residentAfter of the process; -1 if not known
   * @param trimmed whether the JVM could give native memory back to the system
   */
  record OfMemory(
      long heapBefore, long heapAfter, long residentBefore, long residentAfter, boolean trimmed)
      implements Cleaning {
    @Override
    public String sentence() {
      return "heap "
          + heapBefore
          + " -> "
          + heapAfter
          + " bytes, resident "
          + residentBefore
          + " -> "
          + residentAfter
          + " bytes, native heap "
          + (trimmed ? "trimmed" : "not trimmed: this JVM has no command for it");
    }
  }
}
